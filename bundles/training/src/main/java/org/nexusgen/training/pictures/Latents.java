package org.nexusgen.training.pictures;

import java.util.Map;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.training.stage.Workplace;

/** Raw latents of pictures by the model's autoencoder: the means, nothing is drawn. */
public final class Latents implements AutoCloseable {
  private final GraphSession encoder;

  private Latents(GraphSession encoder) {
    this.encoder = encoder;
  }

  /**
   * Opens the encoder with the model's weights, on the engine of the decoder that it belongs to.
   */
  public static Latents open(Workplace place, TrainableAutoencoder autoencoder, ModelFolder model) {
    Engine engine = place.engine(FigurePart.DECODER, model);
    return new Latents(
        engine.open(
            autoencoder.encoder(),
            model.weights(WeightSet.AUTOENCODER),
            SessionSettings.standard().withThreads(1)));
  }

  /**
   * @param pixels F32 [pictures, 3, height, width], -1 to 1
   * @return F32 [pictures, channels, rows, columns]
   */
  public Tensor of(Tensor pixels) {
    try (RunResult result = encoder.run(Map.of(TrainableAutoencoder.PIXELS, pixels))) {
      return means(result.tensor(TrainableAutoencoder.MOMENTS));
    }
  }

  /** The first half of the channels. */
  private static Tensor means(Tensor moments) {
    Shape shape = moments.shape();
    int pictures = shape.size(0);
    int kept = shape.size(1) / 2 * shape.size(2) * shape.size(3);
    float[] all = moments.floats();
    float[] means = new float[pictures * kept];
    for (int picture = 0; picture < pictures; picture++) {
      System.arraycopy(all, picture * 2 * kept, means, picture * kept, kept);
    }
    return Tensor.of(means, pictures, shape.dim(1) / 2, shape.dim(2), shape.dim(3));
  }

  @Override
  public void close() {
    encoder.close();
  }
}
