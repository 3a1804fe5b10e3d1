package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.Tokens;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/** Measures a generation by what its listener hears. */
final class TokenClock implements GenerationListener {
  private final GenerationListener listener;
  private final int prompt;
  private final LongSupplier nanos;
  private final long start;
  private long last;
  private boolean begun;

  /** Whether the time so far cannot be told from that of the prompt. */
  private boolean mixed;

  private Pace reading = Pace.NONE;
  private Pace writing = Pace.NONE;
  private Pace imagining = Pace.NONE;

  /**
   * Begins to measure.
   *
   * @param prompt tokens of it
   * @param nanos a clock
   */
  TokenClock(GenerationListener listener, int prompt, LongSupplier nanos) {
    this.listener = listener;
    this.prompt = prompt;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.last = start;
  }

  @Override
  public boolean token(int id) {
    Duration time = lap();
    if (begun) {
      writing = writing.plus(new Pace(1, time));
    } else {
      reading = new Pace(prompt, time);
      begun = true;
    }
    return listener.token(id);
  }

  @Override
  public void imageProgress(int done, int total) {
    mixed |= !begun;
    begun = true;
    listener.imageProgress(done, total);
  }

  @Override
  public void image(ImageEmbedding embedding) {
    Duration time = lap();
    if (!mixed) {
      imagining = imagining.plus(new Pace(embedding.tokens(), time));
    }
    mixed = false;
    listener.image(embedding);
  }

  private Duration lap() {
    long now = nanos.getAsLong();
    Duration time = Duration.ofNanos(now - last);
    last = now;
    return time;
  }

  /** What this generation was. */
  Tokens tokens(Generation generation) {
    Duration time = Duration.ofNanos(nanos.getAsLong() - start);
    Tokens counted = counted(prompt, List.of(generation), time);
    return new Tokens(prompt, counted.text(), counted.image(), time, reading, writing, imagining);
  }

  /** What a batch was, of which nobody heard anything on the way. */
  static Tokens ofBatch(List<Prompt> prompts, List<Generation> generations, Duration time) {
    return counted(prompts.stream().mapToLong(one -> one.ids().length).sum(), generations, time);
  }

  private static Tokens counted(long prompt, List<Generation> generations, Duration time) {
    long image =
        generations.stream()
            .flatMap(one -> one.images().stream())
            .mapToLong(ImageEmbedding::tokens)
            .sum();
    long all = generations.stream().mapToLong(one -> one.newIds().length).sum();
    return new Tokens(prompt, all - image, image, time, Pace.NONE, Pace.NONE, Pace.NONE);
  }
}
