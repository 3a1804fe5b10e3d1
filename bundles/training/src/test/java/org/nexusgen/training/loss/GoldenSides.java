package org.nexusgen.training.loss;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.vision.ImageEmbedding;

/** Batches of one short sequence for the golden backbone: three words, then perhaps a picture. */
final class GoldenSides {
  private static final int WORDS = 3;

  private GoldenSides() {}

  static Batch words(TrainableBackbone backbone) {
    return batch(backbone, 1);
  }

  static Batch pictures(TrainableBackbone backbone) {
    return batch(backbone, 0, 1, 1);
  }

  /**
   * @param labelWeight of the last word
   * @param rowWeights of the picture's embeddings; none for no picture
   */
  static Batch batch(TrainableBackbone backbone, float labelWeight, float... rowWeights) {
    int rows = rowWeights.length;
    int[] ids = new int[WORDS + rows];
    float[] weights = new float[ids.length];
    for (int at = 0; at < ids.length; at++) {
      ids[at] = at < WORDS ? 7 + at : GoldenBackbone.IMAGE_PAD;
      weights[at] = at == WORDS - 1 ? labelWeight : 0;
    }
    List<Picture> pictures = rows == 0 ? List.of() : List.of(picture(backbone, rowWeights));
    return backbone.batch(
        List.of(new TrainingSequence(ids, weights, pictures)), ImageInputs.PREFILL);
  }

  private static Picture picture(TrainableBackbone backbone, float... rowWeights) {
    int width = backbone.info().hiddenSize();
    float[] embedding = new float[rowWeights.length * width];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) Math.cos(i);
    }
    List<Float> boxed = new ArrayList<>();
    for (float weight : rowWeights) {
      boxed.add(weight);
    }
    Tensor values = Tensor.of(embedding, rowWeights.length, width);
    return new Picture(new ImageEmbedding(values, 1, rowWeights.length), true, boxed);
  }
}
