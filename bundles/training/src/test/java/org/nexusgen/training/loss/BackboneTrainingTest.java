package org.nexusgen.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.train.TrainingSettings;

@DisplayName("A backbone's training")
class BackboneTrainingTest {
  // Tolerances of the golden data's README.
  private static final double LOSS = 1e-4;
  private static final double GRADIENT_NORM = 1e-3;
  private static final double MOVE = 2e-3;
  private static final double WEIGHT_NORM = 1e-6;
  private static final double WEIGHT = 1e-5;
  private static final double WEIGHTS_WITHIN = 0.99;

  private static final AdamW NO_OPTIMIZER = new AdamW(0.9, 0.95, 1e-8, 0, Set.of());

  private static GoldenBackbone golden;
  private static Map<String, Tensor> weights;
  private static Map<String, Tensor> inputs;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
    weights = golden.weights();
    inputs = BackboneLoss.inputs(golden.batch());
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  private static TrainingSession session(BackboneLoss loss, AdamW optimizer) {
    return GoldenBackbone.service(TrainingEngine.class)
        .open(
            loss.on(golden.backbone.graph()),
            weights,
            new TrainingSettings(1, BackboneLoss.LOSS, Set.of(), optimizer, 0, 0));
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private static void assertRelative(double value, JsonNode wanted, double tolerance, String what) {
    double number = wanted.asDouble();
    assertThat(value).as(what).isCloseTo(number, within(tolerance * Math.abs(number)));
  }

  private static double norm(Tensor... tensors) {
    double sum = 0;
    for (Tensor tensor : tensors) {
      for (float value : tensor.floats()) {
        sum += (double) value * value;
      }
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @CsvSource({"repo, repo_total_3_3", "paper, paper_total_0p1_0p5_0p5"})
  @DisplayName("has the reference's loss and gradients, in both weightings")
  void gradients(String weighting, String total) {
    BackboneLoss loss = weighting.equals("repo") ? BackboneLoss.REPOSITORY : BackboneLoss.PAPER;
    try (TrainingSession session = session(loss, NO_OPTIMIZER)) {
      Map<String, Tensor> outputs = session.accumulate(inputs, 1);
      JsonNode json = golden.json();
      assertRelative(
          get(outputs, BackboneLoss.LOSS).floats()[0], json.get("losses").get(total), LOSS, "loss");

      Map<String, Tensor> gradients = session.gradients();
      assertThat(gradients.keySet()).isEqualTo(weights.keySet());
      json.get("grad_norms_" + weighting)
          .properties()
          .forEach(
              norm ->
                  assertRelative(
                      norm(get(gradients, norm.getKey())),
                      norm.getValue(),
                      GRADIENT_NORM,
                      norm.getKey()));
      assertRelative(
          norm(gradients.values().toArray(Tensor[]::new)),
          json.get("grad_total_norm_" + weighting),
          GRADIENT_NORM,
          "all");
      for (String name :
          List.of(
              "image_prefill_embeds.weight",
              "model.layers.0.self_attn.q_proj.bias",
              "model.norm.weight",
              "vision_head.weight")) {
        assertGradient(get(gradients, name), golden.tensor("grad_" + weighting + "." + name), name);
      }
    }
  }

  /** Every value, to a thousandth of the largest. */
  private static void assertGradient(Tensor gradient, Tensor wanted, String name) {
    float[] values = wanted.floats();
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    float[] got = gradient.floats();
    assertThat(got).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) got[i])
          .as("%s at %d", name, i)
          .isCloseTo(values[i], within(GRADIENT_NORM * largest));
    }
  }

  @ParameterizedTest
  @CsvSource({"decay_all", "decay_no_bias_norm"})
  @DisplayName("moves the weights as the reference does in three steps of AdamW")
  void steps(String variant) {
    JsonNode json = golden.json().get("adamw_" + variant);
    try (TrainingSession session = session(BackboneLoss.REPOSITORY, optimizer(json, variant))) {
      JsonNode losses = json.get("losses_before_each_step_and_after");
      for (int step = 0; step < 3; step++) {
        float loss = get(session.accumulate(inputs, 1), BackboneLoss.LOSS).floats()[0];
        assertRelative(loss, losses.get(step), LOSS, "loss before step " + step);
        session.update(json.get("lr").asDouble());
      }
      float last = get(session.evaluate(inputs, Weights.CURRENT), BackboneLoss.LOSS).floats()[0];
      assertRelative(last, losses.get(3), LOSS, "loss after three steps");

      Map<String, Tensor> after = session.weights(Weights.CURRENT);
      json.get("param_norms")
          .properties()
          .forEach(
              norm ->
                  assertRelative(
                      norm(get(after, norm.getKey())),
                      norm.getValue(),
                      WEIGHT_NORM,
                      norm.getKey()));
      json.get("delta_norms")
          .properties()
          .forEach(
              norm ->
                  assertRelative(
                      norm(difference(get(after, norm.getKey()), get(weights, norm.getKey()))),
                      norm.getValue(),
                      MOVE,
                      "move of " + norm.getKey()));
      for (String name :
          List.of("image_prefill_embeds.weight", "model.norm.weight", "vision_head.weight")) {
        assertMostlyEqual(get(after, name), golden.tensor("after3_" + variant + "." + name), name);
      }
    }
  }

  private static AdamW optimizer(JsonNode json, String variant) {
    Set<String> vectors =
        weights.entrySet().stream()
            .filter(weight -> weight.getValue().shape().rank() == 1)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return new AdamW(
        json.get("betas").get(0).asDouble(),
        json.get("betas").get(1).asDouble(),
        json.get("eps").asDouble(),
        json.get("weight_decay").asDouble(),
        variant.equals("decay_all") ? Set.of() : vectors);
  }

  private static Tensor difference(Tensor a, Tensor b) {
    float[] values = a.floats();
    float[] others = b.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] -= others[i];
    }
    return Tensor.of(values, a.shape().toArray());
  }

  /**
   * The first steps of Adam have the size of the sign: where a gradient is tiny, they may differ.
   */
  private static void assertMostlyEqual(Tensor after, Tensor wanted, String name) {
    float[] distances = difference(after, wanted).floats();
    int near = 0;
    for (float distance : distances) {
      near += Math.abs(distance) <= WEIGHT ? 1 : 0;
    }
    assertThat((double) near / distances.length).as(name).isGreaterThanOrEqualTo(WEIGHTS_WITHIN);
  }

  @Test
  @DisplayName("goes on without NaN where a batch has no pictures, or no labels")
  void emptySides() {
    for (Map<String, Tensor> batch :
        List.of(
            BackboneLoss.inputs(GoldenSides.words(golden.backbone)),
            BackboneLoss.inputs(GoldenSides.pictures(golden.backbone)))) {
      try (TrainingSession session = session(BackboneLoss.REPOSITORY, NO_OPTIMIZER)) {
        float before = get(session.accumulate(batch, 1), BackboneLoss.LOSS).floats()[0];
        assertThat(session.update(1e-4)).isPositive().isFinite();
        float after = get(session.evaluate(batch, Weights.CURRENT), BackboneLoss.LOSS).floats()[0];
        assertThat(after).isPositive().isLessThan(before);
      }
    }
  }
}
