package org.nexusgen.api.train;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where training samples come from: every index has its sample, the same on every machine, so that
 * a training that is resumed reads on where it stopped. Thread-safe until closed.
 */
@ConsumerType
public interface SampleSource extends AutoCloseable {
  /**
   * The sample at an index of 0 or more; finite sources begin again, in another order, after each
   * round.
   *
   * @throws org.nexusgen.api.BadInputException if it cannot be read; the message names file and
   *     line
   */
  TrainingSample sample(TrainingSample.Task task, long index);

  /** How many different samples of a task there are; {@link Long#MAX_VALUE} if endless. */
  long size(TrainingSample.Task task);

  @Override
  void close();

  /** Which samples are meant. */
  enum Split {
    TRAINING,
    /** Kept out of training, for tests. */
    HELD_OUT
  }

  /** Opens sources. A service. */
  @ConsumerType
  interface Provider {
    /** Whether it knows a source by this name: a file's path, or {@code shapes}. */
    boolean knows(String source);

    /**
     * @param source a file's path, or a world with settings behind a question mark, such as {@code
     *     shapes?objects=2&kinds=color_of,recolour}
     * @param seed of every random choice
     * @throws org.nexusgen.api.BadInputException if it cannot be opened, or knows no such setting
     */
    SampleSource open(String source, Split split, long seed);
  }
}
