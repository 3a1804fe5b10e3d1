package org.nexusgen.training.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.train.TrainingSettings;

@DisplayName("A decoder's training")
class DecoderTrainingTest {
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final int PICKED = 64;
  private static final ShiftedIds IDS = new ShiftedIds(ShiftedIds.REFERENCE_SHIFT);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"GENERATION, 500", "GENERATION, 20", "GENERATION, 987", "EDITING, 733"})
  @DisplayName("has the reference's loss, and every weight its gradient")
  void gradients(DecodingTask task, int id) throws IOException {
    try (GoldenFlow golden = new GoldenFlow(task, folder);
        TrainingSession session = open(golden)) {
      JsonNode step = golden.step(id);
      Map<String, Tensor> outputs = session.accumulate(golden.inputs(IDS.of(id)), 1);
      double loss = GoldenFlow.get(outputs, RectifiedFlowLoss.LOSS).floats()[0];
      double wanted = step.get("loss").asDouble();
      assertThat(loss).isCloseTo(wanted, within(LOSS * wanted));

      Map<String, Tensor> gradients = original(session.gradients());
      Map<String, Double> norms = new LinkedHashMap<>();
      double sum = 0;
      for (Map.Entry<String, Tensor> gradient : gradients.entrySet()) {
        double square = square(gradient.getValue().floats());
        norms.put(gradient.getKey(), Math.sqrt(square));
        sum += square;
      }
      JsonNode golds = step.get("grad_norms");
      assertThat(norms).hasSize(golds.size());
      golds
          .properties()
          .forEach(
              norm -> {
                double size = norm.getValue().asDouble();
                assertThat(norms.get(norm.getKey()))
                    .as(norm.getKey())
                    .isCloseTo(size, within(GRADIENT * size));
              });
      double total = step.get("total_grad_norm").asDouble();
      assertThat(Math.sqrt(sum)).isCloseTo(total, within(GRADIENT * total));
    }
  }

  @ParameterizedTest
  @CsvSource({"GENERATION, 987", "EDITING, 733"})
  @DisplayName("moves the weights as the reference does, warm-up and all")
  void steps(DecodingTask task, int id) throws IOException {
    try (GoldenFlow golden = new GoldenFlow(task, folder);
        TrainingSession session = open(golden)) {
      Map<String, Tensor> inputs = golden.inputs(IDS.of(id));
      session.accumulate(inputs, 1);
      Map<String, Tensor> gradients = original(session.gradients());
      double total = golden.step(id).get("total_grad_norm").asDouble();
      int picked = 0;
      for (Map.Entry<String, Tensor> gradient : gradients.entrySet()) {
        picked += compare(golden, "grad_first64." + gradient.getKey(), gradient.getValue(), total);
      }
      assertThat(picked).isGreaterThanOrEqualTo(10);

      JsonNode rates = golden.expected().get("lrs_first3");
      double norm = session.update(rates.get(0).asDouble());
      assertThat(norm).isCloseTo(total, within(GRADIENT * total));
      assertThat(session.weights(Weights.CURRENT).keySet()).isEqualTo(golden.weights().keySet());
      for (int step = 2; step <= 3; step++) {
        session.accumulate(inputs, 1);
        session.update(rates.get(step - 1).asDouble());
        assertMoved(golden, session, step, rates.get(step - 1).asDouble());
      }
    }
  }

  /** To a hundredth of one step: the reference reused one gradient for all three. */
  private static void assertMoved(
      GoldenFlow golden, TrainingSession session, int step, double rate) {
    int picked = 0;
    for (Map.Entry<String, Tensor> weight : original(session.weights(Weights.CURRENT)).entrySet()) {
      String name = "param_after_step" + step + "_first64." + weight.getKey();
      if (golden.has(name)) {
        float[] wanted = golden.tensor(name).floats();
        float[] got = weight.getValue().floats();
        for (int i = 0; i < wanted.length; i++) {
          double tolerance = 0.01 * rate + Math.ulp(wanted[i]);
          assertThat((double) got[i]).as(name).isCloseTo(wanted[i], within(tolerance));
        }
        picked++;
      }
    }
    assertThat(picked).isGreaterThanOrEqualTo(10);
  }

  private static int compare(GoldenFlow golden, String name, Tensor gradient, double total) {
    if (!golden.has(name)) {
      return 0;
    }
    float[] wanted = golden.tensor(name).floats();
    float[] got = gradient.floats();
    assertThat(wanted).hasSizeLessThanOrEqualTo(PICKED);
    for (int i = 0; i < wanted.length; i++) {
      double tolerance = GRADIENT * Math.abs(wanted[i]) + 1e-7 * total;
      assertThat((double) got[i]).as(name).isCloseTo(wanted[i], within(tolerance));
    }
    return 1;
  }

  private static TrainingSession open(GoldenFlow golden) {
    JsonNode adam = golden.expected().get("optimizer");
    AdamW optimizer =
        new AdamW(
            adam.get("betas").get(0).asDouble(),
            adam.get("betas").get(1).asDouble(),
            adam.get("eps").asDouble(),
            adam.get("weight_decay").asDouble(),
            Set.of());
    TrainingEngine engine = ServiceLoader.load(TrainingEngine.class).findFirst().orElseThrow();
    return engine.open(
        golden.loss().graph(),
        golden.weights(),
        new TrainingSettings(1, RectifiedFlowLoss.LOSS, Set.of(), optimizer, 0, 0));
  }

  /** Under the names of the reference's file. */
  private static Map<String, Tensor> original(Map<String, Tensor> canonical) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    canonical.forEach(
        (name, tensor) -> named.put(name.startsWith("dit.") ? "pipe." + name : name, tensor));
    return named;
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
