package org.nexusgen.training.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.golden.Golden;

@DisplayName("The autoencoder's loss")
class AutoencoderLossTest {
  private static final int PICTURES = 2;
  private static final int SIDE = 16;

  private final ModelFolder model =
      ServiceLoader.load(ModelLibrary.class).findFirst().orElseThrow().open(Golden.starter());
  private final TrainableAutoencoder autoencoder =
      ServiceLoader.load(TrainableAutoencoder.Provider.class).findFirst().orElseThrow().open(model);
  private final int cells = SIDE / autoencoder.factor();
  private final Random random = new Random(3);
  private final Tensor pixels = random(0.6, PICTURES, 3, SIDE, SIDE);
  private final Tensor noise = random(1, PICTURES, autoencoder.latentChannels(), cells, cells);

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  @DisplayName("is the weighted error of what comes back, and the divergence of the latents")
  void whole() {
    float[] moments =
        run(autoencoder.encoder(), Map.of(TrainableAutoencoder.PIXELS, pixels))
            .get(TrainableAutoencoder.MOMENTS);
    float[] epsilon = noise.floats();
    float[] latents = new float[epsilon.length];
    int plane = autoencoder.latentChannels() * cells * cells;
    double kl = 0;
    for (int i = 0; i < latents.length; i++) {
      int at = i / plane * 2 * plane + i % plane;
      double mean = moments[at];
      double logVariance = moments[at + plane];
      latents[i] = (float) (mean + Math.exp(logVariance / 2) * epsilon[i]);
      kl += (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2 / latents.length;
    }
    Tensor drawn = Tensor.of(latents, noise.shape().toArray());
    Tensor weights = weights();
    Map<String, float[]> got =
        run(
            new AutoencoderLoss(0.5).whole(autoencoder),
            Map.of(
                AutoencoderLoss.PIXELS, pixels,
                AutoencoderLoss.PIXEL_WEIGHTS, weights,
                AutoencoderLoss.NOISE, noise));
    double error = weightedError(drawn, weights);
    assertClose(got, AutoencoderLoss.DIVERGENCE, kl);
    assertClose(got, AutoencoderLoss.LOSS, error + 0.5 * kl);
  }

  @Test
  @DisplayName("of the decoder alone is the weighted error of what comes out")
  void decoderAlone() {
    Tensor weights = weights();
    Graph graph = AutoencoderLoss.decoderAlone(autoencoder);
    assertThat(graph.weights()).allMatch(weight -> weight.name().startsWith("decoder."));
    Map<String, float[]> got =
        run(
            graph,
            Map.of(
                AutoencoderLoss.PIXELS, pixels,
                AutoencoderLoss.PIXEL_WEIGHTS, weights,
                AutoencoderLoss.LATENTS, noise));
    assertClose(got, AutoencoderLoss.LOSS, weightedError(noise, weights));
    assertClose(got, AutoencoderLoss.SQUARED_ERROR, squaredError(noise));
  }

  @Test
  @DisplayName("wants a weight that is not negative")
  void refusals() {
    assertThatThrownBy(() -> new AutoencoderLoss(Double.NaN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got NaN");
  }

  @Test
  @DisplayName("weighs pixels near an edge, on both of its sides, and no gradient")
  void edges() {
    float[] picture = new float[3 * 4 * 8];
    for (int i = 0; i < picture.length; i++) {
      int column = i % 8;
      picture[i] = i >= 2 * 32 && column >= 5 ? 1 : 0.05f * column; // an edge in one channel
    }
    Tensor weights = new EdgeWeights(5, 1, 0.2).of(Tensor.of(picture, 1, 3, 4, 8));
    assertThat(weights.shape().toArray()).containsExactly(1, 1, 4, 8);
    float[] row = new float[8];
    System.arraycopy(weights.floats(), 16, row, 0, 8);
    assertThat(row).containsExactly(1, 1, 1, 5, 5, 5, 5, 1);
  }

  private double weightedError(Tensor latents, Tensor weights) {
    float[] back = decoded(latents);
    float[] wanted = pixels.floats();
    float[] weight = weights.floats();
    int plane = SIDE * SIDE;
    double sum = 0;
    double total = 0;
    for (int i = 0; i < back.length; i++) {
      double difference = Math.abs(back[i] - wanted[i]);
      double share = weight[i / (3 * plane) * plane + i % plane];
      sum += share * (difference + difference * difference);
      total += share;
    }
    return sum / total;
  }

  private double squaredError(Tensor latents) {
    float[] back = decoded(latents);
    float[] wanted = pixels.floats();
    double sum = 0;
    for (int i = 0; i < back.length; i++) {
      sum += (back[i] - wanted[i]) * (back[i] - wanted[i]);
    }
    return sum / back.length;
  }

  private float[] decoded(Tensor latents) {
    float[] pixelsBack =
        run(autoencoder.decoder(), Map.of(TrainableAutoencoder.LATENTS, latents))
            .getOrDefault(TrainableAutoencoder.PIXELS, new float[0]);
    assertThat(pixelsBack).hasSize(PICTURES * 3 * SIDE * SIDE);
    return pixelsBack;
  }

  private Map<String, float[]> run(Graph graph, Map<String, Tensor> inputs) {
    Engine engine = ServiceLoader.load(Engine.class).findFirst().orElseThrow();
    Map<String, float[]> outputs = new HashMap<>();
    try (GraphSession session =
            engine.open(
                graph,
                model.weights(WeightSet.AUTOENCODER),
                SessionSettings.standard().withThreads(1));
        RunResult result = session.run(inputs)) {
      for (Graph.Argument output : graph.outputs()) {
        outputs.put(output.name(), result.tensor(output.name()).floats());
      }
    }
    return outputs;
  }

  private static void assertClose(Map<String, float[]> got, String name, double wanted) {
    assertThat(got.get(name)).as(name).hasSize(1);
    assertThat((double) got.get(name)[0]).as(name).isCloseTo(wanted, within(1e-5 * wanted));
  }

  private Tensor weights() {
    float[] values = new float[PICTURES * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + random.nextInt(5);
    }
    return Tensor.of(values, PICTURES, 1, SIDE, SIDE);
  }

  private Tensor random(double spread, long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    return Tensor.of(values, shape);
  }
}
