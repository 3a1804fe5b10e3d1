package org.nexusgen.api.engine;

import org.nexusgen.api.observe.CacheListener;

/**
 * How an engine should run a part's graphs.
 *
 * @param threads threads for one operator, 1024 at most; 0 lets the engine choose
 * @param weightMemory whether weights are mapped from their files or copied for speed
 * @param weightPrecision how weights are stored while the part lives
 * @param caches hears what the caches of engine and part had; {@link
 *     org.nexusgen.api.PartContext#caches} for parts
 */
public record SessionSettings(
    int threads, WeightMemory weightMemory, WeightPrecision weightPrecision, CacheListener caches) {
  /** Where a session's weights live. */
  public enum WeightMemory {
    /** Copied into the layout that computes fastest. */
    PREPACKED,
    /** Mapped from the files in place: private memory stays flat in model size. */
    MAPPED
  }

  /** Storage format of the weights; arithmetic is float32 whatever it is. */
  public enum WeightPrecision {
    /** As in the checkpoint; widened to float32 where the engine needs it. */
    CHECKPOINT,
    /** Blocks of 8-bit integers with float32 scales. */
    INT8_BLOCKS,
    /** Blocks of 4-bit integers with float32 scales. */
    INT4_BLOCKS,
    /**
     * Float8 e4m3fn without scales, the reference's fp8 mode: the diffusion transformer rounds all
     * its weights, biases and norms to it. To engines and to every other part this is {@link
     * #CHECKPOINT}.
     */
    FLOAT8
  }

  /**
   * More than any machine has cores: an engine that is asked for a million hangs in making them.
   */
  private static final int MOST_THREADS = 1024;

  public SessionSettings {
    if (threads < 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: got %d, wants 0 (the engine's choice) to %d".formatted(threads, MOST_THREADS));
    }
  }

  /** With caches to which nobody listens. */
  public SessionSettings(int threads, WeightMemory weightMemory, WeightPrecision weightPrecision) {
    this(threads, weightMemory, weightPrecision, CacheListener.silent());
  }

  /** The engine's choice of threads, prepacked weights in the checkpoint's precision. */
  public static SessionSettings standard() {
    return new SessionSettings(0, WeightMemory.PREPACKED, WeightPrecision.CHECKPOINT);
  }

  public SessionSettings withThreads(int count) {
    return new SessionSettings(count, weightMemory, weightPrecision, caches);
  }

  public SessionSettings withWeightMemory(WeightMemory memory) {
    return new SessionSettings(threads, memory, weightPrecision, caches);
  }

  public SessionSettings withWeightPrecision(WeightPrecision precision) {
    return new SessionSettings(threads, weightMemory, precision, caches);
  }

  public SessionSettings withCaches(CacheListener listener) {
    return new SessionSettings(threads, weightMemory, weightPrecision, listener);
  }
}
