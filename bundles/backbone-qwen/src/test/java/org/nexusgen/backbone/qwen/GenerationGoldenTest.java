package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.backbone.qwen.GoldenModel.ints;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;

@DisplayName("The backbone's answers are the reference's")
class GenerationGoldenTest {
  private static final TokenSampler SAMPLER = GoldenModel.service(TokenSampler.class);
  private static final ImageGrid GRID = new ImageGrid(1, 18, 18);

  private static ModelFolder folder;
  private static AutoregressiveBackbone backbone;
  private static JsonNode texts;

  @BeforeAll
  static void open() {
    folder = GoldenModel.checkpoint();
    backbone =
        GoldenModel.service(AutoregressiveBackbone.Provider.class)
            .open(GoldenModel.context(folder));
    texts = GoldenModel.json("ar/lm/generation.json");
  }

  @AfterAll
  static void close() {
    backbone.close();
    folder.close();
  }

  @Test
  @DisplayName("text")
  void text() {
    JsonNode text = texts.get("text");
    Prompt prompt = new Prompt(ints(text.get("prompt_ids")), List.of());
    Generation generation =
        backbone.generate(
            prompt,
            settings(24, TokenSampling.best(), ImageMode.ONE_PASS),
            SAMPLER,
            GenerationListener.silent(),
            new Cancellation());
    assertThat(generation.newIds()).containsExactly(ints(text.get("greedy").get("ids")));
  }

  private static GenerationSettings settings(int budget, TokenSampling sampling, ImageMode mode) {
    return new GenerationSettings(budget, sampling, GRID, mode, PositionMode.REFERENCE, 1, false);
  }
}
