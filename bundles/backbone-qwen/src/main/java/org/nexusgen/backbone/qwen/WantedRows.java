package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone.Batch;

/** Which rows of a batch are to predict something, and what. */
final class WantedRows {
  private final LongStream.Builder scoredRows = LongStream.builder();
  private final LongStream.Builder labels = LongStream.builder();
  private final List<Float> labelWeights = new ArrayList<>();
  private final LongStream.Builder imageRows = LongStream.builder();
  private final List<FloatBuffer> targets = new ArrayList<>();
  private final List<Float> targetWeights = new ArrayList<>();

  /**
   * @param row counted through all sequences
   */
  void token(int row, int label, float weight) {
    scoredRows.add(row);
    labels.add(label);
    labelWeights.add(weight);
  }

  void embedding(int row, FloatBuffer target, float weight) {
    imageRows.add(row);
    targets.add(target);
    targetWeights.add(weight);
  }

  /**
   * @param others inputs of the graph that do not say what is wanted
   * @param width of an embedding
   */
  Batch batch(Map<String, Tensor> others, int width) {
    others.put(QwenStack.SCORED_ROWS, vector(scoredRows));
    others.put(QwenStack.IMAGE_ROWS, vector(imageRows));
    return new Batch(
        others,
        vector(labels),
        vector(labelWeights),
        FloatRows.join(targets, width),
        vector(targetWeights));
  }

  private static Tensor vector(LongStream.Builder values) {
    long[] all = values.build().toArray();
    return Tensor.of(all, all.length);
  }

  private static Tensor vector(List<Float> values) {
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return Tensor.of(all, all.length);
  }
}
