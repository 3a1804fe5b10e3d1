package org.nexusgen.eval;

import java.util.List;
import java.util.stream.LongStream;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample;

/**
 * Some samples of one task.
 *
 * @param source that they come from; it stays open as long as the slice is used
 * @param task of the samples
 * @param count how many
 */
record Slice(SampleSource source, TrainingSample.Task task, int count) {
  /** At most so many, and no more than the source has. */
  static Slice of(SampleSource source, TrainingSample.Task task, int most) {
    return new Slice(source, task, (int) Math.min(most, source.size(task)));
  }

  List<TrainingSample> samples(int from, int to) {
    return LongStream.range(from, Math.min(to, count))
        .mapToObj(index -> source.sample(task, index))
        .toList();
  }
}
