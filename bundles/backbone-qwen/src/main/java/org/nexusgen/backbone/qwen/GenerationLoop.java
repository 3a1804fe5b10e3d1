package org.nexusgen.backbone.qwen;

import java.util.List;
import java.util.stream.IntStream;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.Generation;

/**
 * Lets sequences and network take turns until every sequence is finished. Finished ones keep their
 * place in the batch and read nothing. One that begins an image waits until the others begin theirs
 * or are finished: one pass over all images then costs each of them one reading, instead of every
 * sequence a pass over everybody's image.
 */
final class GenerationLoop {
  private GenerationLoop() {}

  static List<Generation> run(
      Decoder decoder, List<Sequence> sequences, Cancellation cancellation) {
    int[] forwards = new int[sequences.size()];
    while (sequences.stream().anyMatch(sequence -> !sequence.isFinished())) {
      cancellation.check();
      List<Reading> readings = readings(sequences);
      List<Prediction> predictions = decoder.read(readings);
      for (int i = 0; i < sequences.size(); i++) {
        if (!readings.get(i).rows().isEmpty()) {
          sequences.get(i).accept(predictions.get(i));
          forwards[i] = decoder.forwards();
        }
      }
    }
    return IntStream.range(0, sequences.size())
        .mapToObj(i -> sequences.get(i).generation(forwards[i]))
        .toList();
  }

  private static List<Reading> readings(List<Sequence> sequences) {
    boolean onlyImages =
        sequences.stream().filter(sequence -> !sequence.isFinished()).allMatch(Sequence::isAtImage);
    return sequences.stream()
        .map(
            sequence ->
                sequence.isFinished() || (sequence.isAtImage() && !onlyImages)
                    ? Reading.nothing()
                    : sequence.next())
        .toList();
  }
}
