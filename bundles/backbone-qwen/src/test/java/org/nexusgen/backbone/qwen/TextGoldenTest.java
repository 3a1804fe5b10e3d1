package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nexusgen.backbone.qwen.GoldenModel.ints;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.text.Prompt;

@DisplayName("An answer of words is the reference's")
class TextGoldenTest {
  private static final float SCORE_TOLERANCE = 3e-4f;

  private static GoldenBackbone golden;
  private static JsonNode texts;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
    texts = GoldenModel.json("ar/lm/generation.json");
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  private static Prompt prompt(String name) {
    return name.equals("und") ? GoldenBackbone.understanding() : GoldenBackbone.text(texts);
  }

  private static Generation answer(String name, TokenSampling sampling) {
    int budget = texts.get(name).get("max_new_tokens").asInt();
    return golden.generate(
        prompt(name), GoldenBackbone.settings(budget, sampling, ImageMode.ONE_PASS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"und", "text"})
  @DisplayName("when greedy, and says why it ended")
  void greedy(String name) {
    JsonNode wanted = texts.get(name).get("greedy");

    Generation generation = answer(name, TokenSampling.best());

    assertThat(generation.newIds()).containsExactly(ints(wanted.get("ids")));
    assertThat(generation.finish())
        .isEqualTo(wanted.get("stopped_on_eos").asBoolean() ? Finish.END_OF_TEXT : Finish.BUDGET);
    assertThat(generation.images()).isEmpty();
    assertThat(generation.forwards()).isEqualTo(generation.newIds().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"und", "text"})
  @DisplayName("with repetition penalty")
  void penalised(String name) {
    assertThat(answer(name, GoldenBackbone.greedyWithPenalty()).newIds())
        .containsExactly(ints(texts.get(name).get("greedy_repetition_penalty_1.05").get("ids")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"und", "text"})
  @DisplayName("with the settings of the checkpoint's generation_config.json")
  void asTheCheckpointWants(String name) {
    TokenSampling defaults = golden.backbone.info().defaults();

    assertThat(defaults).isEqualTo(new TokenSampling(false, 1e-6, 50, 1, 1.05, 0));
    assertThat(answer(name, defaults).newIds())
        .containsExactly(ints(texts.get(name).get("checkpoint_generation_config").get("ids")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"und", "text"})
  @DisplayName("step by step: best token before and after vision_end is forbidden, and its score")
  void scores(String name) {
    int budget = texts.get(name).get("max_new_tokens").asInt();
    List<Prediction> predictions =
        golden.record(prompt(name), GoldenBackbone.greedy(budget)).predictions;
    int visionEnd = golden.model.config().visionEndTokenId();

    JsonNode steps = texts.get(name).get("greedy").get("steps");
    assertThat(predictions).hasSize(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      float[] scores = predictions.get(i).scores();
      assertThat(argMax(scores)).as("step %d", i).isEqualTo(step.get("raw_argmax").asInt());
      assertThat(scores[visionEnd])
          .isCloseTo((float) step.get("vision_end_logit").asDouble(), within(SCORE_TOLERANCE));
      scores[visionEnd] = Float.NEGATIVE_INFINITY;
      assertThat(argMax(scores)).isEqualTo(step.get("argmax").asInt());
      assertThat(scores[argMax(scores)])
          .isCloseTo((float) step.get("top1").asDouble(), within(SCORE_TOLERANCE));
    }
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
