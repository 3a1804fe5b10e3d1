package org.nexusgen.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("The backbone's loss")
class BackboneLossTest {
  private static final double TOLERANCE = 1e-4;

  private static GoldenBackbone golden;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  /** All scalar outputs. */
  private static Map<String, Float> run(BackboneLoss loss, Batch batch) {
    Map<String, Float> values = new HashMap<>();
    try (GraphSession session =
            GoldenBackbone.service(Engine.class)
                .open(
                    loss.on(golden.backbone.graph()),
                    golden.folder.weights(WeightSet.BACKBONE),
                    SessionSettings.standard().withThreads(1));
        RunResult result = session.run(Map.copyOf(BackboneLoss.inputs(batch)))) {
      for (String name :
          List.of(
              BackboneLoss.LOSS,
              BackboneLoss.CROSS_ENTROPY,
              BackboneLoss.SQUARED_ERROR,
              BackboneLoss.COSINE_DISTANCE)) {
        Tensor value = result.tensor(name);
        assertThat(value.shape().rank()).as(name).isZero();
        values.put(name, value.floats()[0]);
      }
    }
    return values;
  }

  @Test
  @DisplayName("and its parts are the reference's, in both weightings")
  void equalsTheReference() {
    JsonNode losses = golden.json().get("losses");
    Batch batch = golden.batch();

    Map<String, Float> repository = run(BackboneLoss.REPOSITORY, batch);
    Map<String, Float> paper = run(BackboneLoss.PAPER, batch);

    assertReference(repository.get(BackboneLoss.LOSS), losses.get("repo_total_3_3"));
    assertReference(paper.get(BackboneLoss.LOSS), losses.get("paper_total_0p1_0p5_0p5"));
    for (Map<String, Float> values : List.of(repository, paper)) {
      assertReference(values.get(BackboneLoss.CROSS_ENTROPY), losses.get("token_ce"));
      assertReference(values.get(BackboneLoss.SQUARED_ERROR), losses.get("mse"));
      assertReference(values.get(BackboneLoss.COSINE_DISTANCE), losses.get("one_minus_cos"));
    }
  }

  private static void assertReference(float value, JsonNode wanted) {
    double number = wanted.asDouble();
    assertThat((double) value).isCloseTo(number, within(TOLERANCE * Math.abs(number)));
  }

  private static Batch batch(float labelWeight, float... rowWeights) {
    return GoldenSides.batch(golden.backbone, labelWeight, rowWeights);
  }

  @Test
  @DisplayName("has 0 for what a batch does not hold: pictures, labels, or both")
  void nothingIsZero() {
    Map<String, Float> words = run(BackboneLoss.REPOSITORY, batch(1));
    Map<String, Float> pictures = run(BackboneLoss.REPOSITORY, batch(0, 1, 1));
    Map<String, Float> neither = run(BackboneLoss.REPOSITORY, batch(0));

    assertThat(words.get(BackboneLoss.SQUARED_ERROR)).isZero();
    assertThat(words.get(BackboneLoss.COSINE_DISTANCE)).isZero();
    assertThat(words.get(BackboneLoss.LOSS))
        .isEqualTo(3 * words.get(BackboneLoss.CROSS_ENTROPY))
        .isPositive();
    assertThat(pictures.get(BackboneLoss.CROSS_ENTROPY)).isZero();
    assertThat(pictures.get(BackboneLoss.LOSS)).isPositive();
    assertThat(neither.values()).containsOnly(0f);
  }

  @Test
  @DisplayName("counts labels and rows by their weights, whatever the weights' size")
  void weights() {
    Map<String, Float> first = run(BackboneLoss.PAPER, batch(1, 1, 0));
    Map<String, Float> second = run(BackboneLoss.PAPER, batch(0.5f, 0, 4));
    Map<String, Float> both = run(BackboneLoss.PAPER, batch(2, 3, 1));

    assertThat(second.get(BackboneLoss.CROSS_ENTROPY))
        .isCloseTo(first.get(BackboneLoss.CROSS_ENTROPY), within(1e-5f));
    for (String part : List.of(BackboneLoss.SQUARED_ERROR, BackboneLoss.COSINE_DISTANCE)) {
      float mean = (3 * first.get(part) + second.get(part)) / 4;
      assertThat(both.get(part)).as(part).isCloseTo(mean, within(1e-5f));
      assertThat(first.get(part)).isNotCloseTo(second.get(part), within(1e-3f));
    }
  }

  @Test
  @DisplayName("wants weights that are not negative, and a backbone's graph")
  void refusals() {
    assertThatThrownBy(() -> new BackboneLoss(1, -1, 0.5, 0.5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'image': got -1.0");
    assertThatThrownBy(() -> BackboneLoss.PAPER.on(BackboneLoss.PAPER.on(golden.backbone.graph())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'scores'");
  }
}
