package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;

/** Deals the heads' outputs, which hold the asked rows only, out to the sequences. */
final class PredictionCollector {
  private static final float[] NONE = {};

  private final int sequences;
  private final int width;
  private final float[][] scores;
  private final FloatBuffer[] embeddings;

  PredictionCollector(List<Reading> readings, int width) {
    this.sequences = readings.size();
    this.width = width;
    this.scores = Stream.generate(() -> NONE).limit(sequences).toArray(float[][]::new);
    this.embeddings =
        readings.stream()
            .map(reading -> FloatBuffer.allocate(reading.imageRows() * width))
            .toArray(FloatBuffer[]::new);
  }

  void take(Stretch stretch, RunResult result) {
    int scored = (int) IntStream.range(0, sequences).filter(stretch::scores).count();
    if (scored > 0) {
      Tensor all = result.tensor(QwenStack.SCORES);
      int row = 0;
      for (int sequence = 0; sequence < sequences; sequence++) {
        if (stretch.scores(sequence)) {
          scores[sequence] = all.rows(row, row + 1).floats();
          row++;
        }
      }
    }
    if (IntStream.range(0, sequences).anyMatch(s -> stretch.imageColumns(s).count() > 0)) {
      FloatBuffer all = result.tensor(QwenStack.IMAGE_EMBEDDINGS).bytes().asFloatBuffer();
      int at = 0;
      for (int sequence = 0; sequence < sequences; sequence++) {
        int count = (int) stretch.imageColumns(sequence).count() * width;
        embeddings[sequence].put(all.slice(at, count));
        at += count;
      }
    }
  }

  List<Prediction> predictions() {
    return IntStream.range(0, sequences)
        .mapToObj(sequence -> new Prediction(scores[sequence], embeddings[sequence].array()))
        .toList();
  }
}
