package org.nexusgen.eval;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * True embeddings with noise through the generation decoder: how much error of the backbone a
 * decoder forgives.
 *
 * @param level mean squared error, relative to the variance around each position's mean
 */
record NoiseExam(Slice slice, double level) implements Exam {
  static final String TASK = "noise";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    double deviation = level == 0 ? 0 : Math.sqrt(level * variance(sitting));
    String kind = kind(level);
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      ImageEmbedding truth = TrueEmbeddings.target(sample, sitting);
      float[] values = truth.values().floats();
      SplittableRandom random = new SplittableRandom(sitting.settings().seed() + i);
      float[] noisy = new float[values.length];
      for (int k = 0; k < values.length; k++) {
        noisy[k] = (float) (values[k] + deviation * random.nextGaussian());
      }
      Tensor embedding = Tensor.of(noisy, truth.values().shape().toArray());
      Image painted =
          sitting
              .model()
              .decode(
                  new DecodingRequest(embedding, List.of(), sitting.settings().decoding(i)),
                  JobListener.silent(),
                  sitting.progress().cancellation())
              .image();
      sitting.board().add(TASK, kind, Map.of(), sitting.judge().picture(sample, painted));
      sitting.progress().add(TASK + " " + kind, 1);
    }
  }

  static String kind(double level) {
    return "relative mse " + level;
  }

  /** Of the slice's embeddings around each position's mean. */
  private double variance(Sitting sitting) {
    EmbeddingError spread = new EmbeddingError();
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      ImageEmbedding truth = TrueEmbeddings.target(sample, sitting);
      spread.add(truth.values().floats(), truth.values().floats(), truth.tokens());
    }
    return spread.variance();
  }
}
