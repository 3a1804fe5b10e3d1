package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;
import static org.nexusgen.backbone.qwen.GoldenModel.ints;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.golden.Golden;

@DisplayName("The learned model answers as listed:")
class MiniModelTest {
  private static final float EMBEDDING_TOLERANCE = 1e-4f;
  private static final int BUDGET = 200;

  private static ModelFolder folder;
  private static AutoregressiveBackbone backbone;
  private static Map<String, ImageEmbedding> scenes;
  private static Map<String, Tensor> tensors;

  @BeforeAll
  static void open() {
    folder = GoldenModel.open(Golden.starter());
    backbone = new QwenBackboneProvider().open(GoldenModel.context(folder));
    tensors = GoldenModel.tensors("starter/expected/expected.safetensors");
    scenes = new HashMap<>();
  }

  @AfterAll
  static void close() {
    backbone.close();
    folder.close();
  }

  /** A question, a description or an instruction; n is its number among its kind. */
  record Case(String kind, int n, JsonNode expected) {
    @Override
    public String toString() {
      return kind + " " + n;
    }
  }

  static Stream<Case> cases() {
    JsonNode all = GoldenModel.json("starter/expected/expected.json");
    return Stream.of("understand", "generate", "edit")
        .flatMap(
            kind ->
                IntStream.range(0, all.get(kind).size())
                    .mapToObj(n -> new Case(kind, n, all.get(kind).get(n))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("tokens and embeddings")
  void answers(Case one) {
    List<ImageEmbedding> pictures = new ArrayList<>();
    if (one.expected().has("image")) {
      pictures.add(
          scenes.computeIfAbsent(
              one.expected().get("image").asText(),
              name ->
                  GoldenModel.encode(
                      Golden.path("starter/expected/" + name), GoldenModel.context(folder))));
    }

    Generation generation =
        backbone.generate(
            new Prompt(ints(one.expected().get("input_ids")), pictures),
            new GenerationSettings(
                BUDGET,
                backbone.info().defaults(),
                folder.settings().generationGrid(),
                ImageMode.ONE_PASS,
                PositionMode.REFERENCE,
                1,
                false),
            GoldenBackbone.SAMPLER,
            GenerationListener.silent(),
            new Cancellation());

    assertThat(generation.newIds()).containsExactly(ints(one.expected().get("output_ids")));
    assertThat(generation.finish()).isEqualTo(Finish.END_OF_TEXT);
    if (!one.kind().equals("understand")) {
      assertClose(
          generation.images().get(0).values().floats(),
          tensors.get("%s_%d.image_embeddings".formatted(one.kind(), one.n())).floats(),
          EMBEDDING_TOLERANCE,
          "embeddings");
    }
  }
}
