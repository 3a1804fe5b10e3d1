package org.nexusgen.training.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.golden.Golden;
import org.nexusgen.training.autoencoder.AutoencoderLoss;
import org.nexusgen.training.autoencoder.EdgeWeights;
import org.nexusgen.training.flow.RectifiedFlowLoss;
import org.nexusgen.training.flow.Timestep;

@DisplayName("From fresh weights")
class FreshStartTest {
  private static final int PICTURES = 2;
  private static final int STEPS = 30;
  private static final double RATE = 3e-3;
  private static final String LOSS = "loss";

  private final ModelFolder model =
      ServiceLoader.load(ModelLibrary.class).findFirst().orElseThrow().open(Golden.starter());
  private final Random random = new Random(11);

  @AfterEach
  void close() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(DecodingTask.class)
  @DisplayName("a decoder learns a few pictures, every weight of it")
  void decoder(DecodingTask task) {
    RectifiedFlowLoss loss =
        new RectifiedFlowLoss(
            service(TrainableProjector.Provider.class, p -> p.task() == task).open(model),
            service(TrainableVisionDecoder.Provider.class, p -> p.task() == task).open(model));
    List<List<ImageEmbedding>> embeddings = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      List<ImageEmbedding> picture = new ArrayList<>();
      picture.add(new ImageEmbedding(random(4, 128), 2, 2));
      if (task == DecodingTask.EDITING) {
        picture.add(new ImageEmbedding(random(16, 128), 4, 4));
      }
      embeddings.add(picture);
    }
    List<Timestep> timesteps = List.of(new Timestep(0.9, 900, 1), new Timestep(0.4, 400, 0.5));
    RectifiedFlowLoss.Batch batch =
        new RectifiedFlowLoss.Batch(
            embeddings, random(PICTURES, 8, 6, 6), random(PICTURES, 8, 6, 6), timesteps);
    Map<String, Tensor> inputs = loss.inputs(batch, 3.5, random(1, 64));
    assertLearns(loss.graph(), loss.initialWeights(), inputs);
  }

  @Test
  @DisplayName("an autoencoder learns a few pictures, every weight of it")
  void autoencoder() {
    TrainableAutoencoder autoencoder =
        service(TrainableAutoencoder.Provider.class, p -> true).open(model);
    Tensor pixels = stripes(PICTURES, 24);
    int cells = 24 / autoencoder.factor();
    Map<String, Tensor> inputs =
        Map.of(
            AutoencoderLoss.PIXELS, pixels,
            AutoencoderLoss.PIXEL_WEIGHTS, new EdgeWeights(5, 1, 0.2).of(pixels),
            AutoencoderLoss.NOISE, random(PICTURES, autoencoder.latentChannels(), cells, cells));
    Graph graph = new AutoencoderLoss(1e-4).whole(autoencoder);
    assertLearns(graph, autoencoder.initialWeights(), inputs);
  }

  /** Half of the loss goes, and no weight is left out. */
  private void assertLearns(Graph graph, List<InitialWeight> initial, Map<String, Tensor> inputs) {
    TrainingEngine engine = service(TrainingEngine.class, e -> true);
    AdamW adam = new AdamW(0.9, 0.95, 1e-8, 0.01, Set.of());
    TrainingSettings settings = new TrainingSettings(1, LOSS, Set.of(), adam, 1, 0);
    try (TrainingSession session = engine.open(graph, filled(initial), settings)) {
      float first = loss(session.accumulate(inputs, 1));
      session.update(RATE);
      for (int step = 1; step < STEPS; step++) {
        session.accumulate(inputs, 1);
        session.update(RATE);
      }
      float last = loss(session.accumulate(inputs, 1));
      assertThat(last).isPositive().isLessThan(first / 2);
      session
          .gradients()
          .forEach(
              (name, gradient) -> {
                float largest = 0;
                for (float value : gradient.floats()) {
                  largest = Math.max(largest, Math.abs(value));
                }
                assertThat(largest).as("gradient of %s", name).isPositive();
              });
      assertThat(session.gradients()).hasSameSizeAs(initial);
    }
  }

  private static float loss(Map<String, Tensor> outputs) {
    Tensor loss = outputs.get(LOSS);
    assertThat(loss).isNotNull();
    return loss.floats()[0];
  }

  private Map<String, Tensor> filled(List<InitialWeight> initial) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (InitialWeight weight : initial) {
      float[] values = new float[Math.toIntExact(weight.shape().elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (weight.start()) {
              case InitialWeight.Start.Constant same -> (float) same.value();
              case InitialWeight.Start.Normal normal ->
                  (float) (normal.std() * random.nextGaussian());
              case InitialWeight.Start.Uniform uniform ->
                  (float) (uniform.bound() * (2 * random.nextDouble() - 1));
            };
      }
      weights.put(weight.name(), Tensor.of(values, weight.shape().toArray()));
    }
    return weights;
  }

  /** Another flat colour on every third column. */
  private static Tensor stripes(int pictures, int side) {
    float[] values = new float[pictures * 3 * side * side];
    for (int i = 0; i < values.length; i++) {
      int picture = i / (3 * side * side);
      values[i] = (i % side / 3 + picture) % 2 == 0 ? 0.8f : -0.4f;
    }
    return Tensor.of(values, pictures, 3, side, side);
  }

  private Tensor random(long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static <S> S service(Class<S> type, Predicate<S> wanted) {
    return ServiceLoader.load(type).stream()
        .map(ServiceLoader.Provider::get)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }
}
