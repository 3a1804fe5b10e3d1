package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;
import static org.nexusgen.backbone.qwen.GoldenModel.ints;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.golden.Golden;

@DisplayName("An answer with an image is the reference's")
class ImageGoldenTest {
  private static final float EMBEDDING_TOLERANCE = 1e-4f;
  private static final float SCORE_TOLERANCE = 3e-4f;
  private static final float CHAOS_TOLERANCE = 1e-3f;
  private static final int CHAOS_FREE_STEPS = 10;
  private static final int EMBEDDINGS = 81;

  private static GoldenBackbone golden;
  private static Map<String, Tensor> tensors;
  private static JsonNode json;
  private static ImageEmbedding picture;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
    tensors = GoldenModel.tensors("ar/gen/gen.safetensors");
    json = GoldenModel.json("ar/gen/gen.json");
    picture = GoldenModel.encode(Golden.path("ar/gen/edit_image.png"), golden.context());
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  private static Prompt prompt(String name) {
    return new Prompt(
        tensors.get(name + ".prompt_ids").ints(),
        name.equals("edit") ? List.of(picture) : List.of());
  }

  private static int budget(String name) {
    return json.get(name).get("max_new_tokens").asInt();
  }

  private static Generation answer(String name, TokenSampling sampling, ImageMode mode) {
    return golden.generate(prompt(name), GoldenBackbone.settings(budget(name), sampling, mode));
  }

  @ParameterizedTest
  @CsvSource({
    "gen, ONE_PASS",
    "gen, LOOP",
    "gen_direct, ONE_PASS",
    "gen_direct, LOOP",
    "edit, ONE_PASS",
    "edit, LOOP"
  })
  @DisplayName("in its tokens and its 81 embeddings")
  void tokensAndEmbeddings(String name, ImageMode mode) {
    Generation generation = answer(name, TokenSampling.best(), mode);

    assertThat(generation.newIds()).containsExactly(ints(json.get(name).get("new_ids")));
    assertThat(generation.images()).hasSize(1);
    assertThat(generation.images().get(0).rows()).isEqualTo(9);
    assertThat(generation.images().get(0).columns()).isEqualTo(9);
    assertClose(
        generation.images().get(0).values().floats(),
        tensors.get(name + ".output_image_embeddings").floats(),
        EMBEDDING_TOLERANCE,
        "embeddings");
    assertThat(generation.promptPositions().longs())
        .isEqualTo(tensors.get(name + ".prefill_position_ids").longs());
  }

  @ParameterizedTest
  @CsvSource({
    "gen, ONE_PASS, 11",
    "gen, LOOP, 93",
    "gen_direct, ONE_PASS, 8",
    "gen_direct, LOOP, 90",
    "edit, ONE_PASS, 10",
    "edit, LOOP, 92"
  })
  @DisplayName("with one pass of the network for an image and its end mark, or 83")
  void forwards(String name, ImageMode mode, int forwards) {
    assertThat(answer(name, TokenSampling.best(), mode).forwards()).isEqualTo(forwards);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen", "gen_direct", "edit"})
  @DisplayName("with repetition penalty, and with the checkpoint's own settings")
  void otherSampling(String name) {
    assertThat(answer(name, GoldenBackbone.greedyWithPenalty(), ImageMode.ONE_PASS).newIds())
        .containsExactly(ints(json.get(name).get("greedy_repetition_penalty_1.05").get("new_ids")));
    assertThat(answer(name, golden.backbone.info().defaults(), ImageMode.ONE_PASS).newIds())
        .containsExactly(ints(json.get(name).get("checkpoint_generation_config").get("new_ids")));
  }

  @ParameterizedTest
  @CsvSource({
    "gen, ONE_PASS",
    "gen, LOOP",
    "gen_direct, ONE_PASS",
    "gen_direct, LOOP",
    "edit, ONE_PASS",
    "edit, LOOP"
  })
  @DisplayName("in what the network reads at every step, and where")
  void inputsAndPositions(String name, ImageMode mode) {
    List<Row> rows =
        golden
            .record(prompt(name), GoldenBackbone.settings(budget(name), TokenSampling.best(), mode))
            .rowsBehind(prompt(name).ids().length);

    long[] positions = tensors.get(name + ".step_position_ids").longs();
    Tensor inputs = tensors.get(name + ".step_inputs");
    assertThat(rows).hasSize(inputs.shape().size(0));
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).position())
          .as("step %d", i)
          .isEqualTo(
              new Position(
                  (int) positions[3 * i], (int) positions[3 * i + 1], (int) positions[3 * i + 2]));
      assertThat(RecordingDecoder.floats(rows.get(i)))
          .as("step %d", i)
          .isEqualTo(inputs.rows(i, i + 1).floats());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gen, ONE_PASS",
    "gen, LOOP",
    "gen_direct, ONE_PASS",
    "gen_direct, LOOP",
    "edit, ONE_PASS",
    "edit, LOOP"
  })
  @DisplayName("in the scores behind the image's end mark")
  void scoresBehindTheImage(String name, ImageMode mode) {
    RecordingDecoder record =
        golden.record(
            prompt(name), GoldenBackbone.settings(budget(name), TokenSampling.best(), mode));
    // Free steps: those before the image, then the one that reads vision_end.
    int before = json.get(name).get("vision_start_index").asInt() + 1 - prompt(name).ids().length;
    float[] scores =
        record.predictions.stream()
            .map(Prediction::scores)
            .filter(all -> all.length > 0)
            .skip(before)
            .findFirst()
            .orElseThrow();

    assertClose(
        scores, tensors.get(name + ".logits_after_image").floats(), SCORE_TOLERANCE, "scores");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen", "gen_direct", "edit"})
  @DisplayName("when each embedding is fed back: all of them if the reference's are fed")
  void naiveTeacherForced(String name) {
    Tensor naive = tensors.get(name + ".naive_image_embeddings").rows(0, 1).reshape(EMBEDDINGS, 64);
    RecordingDecoder record =
        golden.record(
            prompt(name),
            GoldenBackbone.settings(budget(name), TokenSampling.best(), ImageMode.ONE_PASS));
    int visionStart = json.get(name).get("vision_start_index").asInt();
    List<Row> prefilled = record.readings.stream().flatMap(List::stream).toList();
    List<Row> rows = new ArrayList<>(prefilled.subList(0, visionStart + 1));
    for (int k = 0; k < EMBEDDINGS - 1; k++) {
      rows.add(new Row(FloatRows.of(naive).get(k), prefilled.get(visionStart + 1 + k).position()));
    }

    try (Decoder decoder = golden.decoder()) {
      float[] embeddings =
          decoder
              .read(List.of(new Reading(rows, false, visionStart, EMBEDDINGS)))
              .get(0)
              .embeddings();
      assertClose(embeddings, naive.floats(), EMBEDDING_TOLERANCE, "teacher-forced");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen", "gen_direct", "edit"})
  @DisplayName("when each embedding is fed back: until rounding has grown to chaos")
  void naiveRunningFree(String name) {
    Generation generation = answer(name, TokenSampling.best(), ImageMode.NAIVE);

    Tensor values = generation.images().get(0).values();
    Tensor wanted = tensors.get(name + ".naive_image_embeddings").reshape(EMBEDDINGS, 64);
    assertClose(
        values.rows(0, CHAOS_FREE_STEPS).floats(),
        wanted.rows(0, CHAOS_FREE_STEPS).floats(),
        CHAOS_TOLERANCE,
        "first embeddings");
    assertThat(generation.forwards()).as("one after another").isGreaterThan(EMBEDDINGS);
  }

  @Test
  @DisplayName("of the naive backbone: each embedding is fed back, whatever is asked for")
  void naiveBackbone() {
    float[] fedBack = values(answer("gen_direct", TokenSampling.best(), ImageMode.NAIVE));
    Prompt prompt = prompt("gen_direct");
    GenerationSettings asked =
        GoldenBackbone.settings(budget("gen_direct"), TokenSampling.best(), ImageMode.ONE_PASS);
    AutoregressiveBackbone naive = new NaiveBackbone(golden.backbone); // closed with the other
    Generation one =
        naive.generate(
            prompt, asked, GoldenBackbone.SAMPLER, GenerationListener.silent(), new Cancellation());
    List<Generation> batch =
        naive.generate(List.of(prompt), asked, GoldenBackbone.SAMPLER, new Cancellation());

    assertThat(values(one)).isEqualTo(fedBack).isEqualTo(values(batch.get(0)));
    assertThat(fedBack).isNotEqualTo(values(golden.generate(prompt, asked)));
  }

  private static float[] values(Generation generation) {
    return generation.images().get(0).values().floats();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ONE_PASS", "LOOP"})
  @DisplayName("on another grid, which takes the first prefill rows")
  void otherGrid(ImageMode mode) {
    int[] sequence = tensors.get("grid_1x8x10.sequence").ints();
    Prompt prompt = prompt("gen_direct");
    int budget = sequence.length - prompt.ids().length;

    Generation generation =
        golden.generate(
            prompt,
            new GenerationSettings(
                budget,
                TokenSampling.best(),
                new ImageGrid(1, 8, 10),
                mode,
                PositionMode.REFERENCE,
                1,
                false));

    assertThat(generation.newIds())
        .containsExactly(Arrays.copyOfRange(sequence, prompt.ids().length, sequence.length));
    assertThat(generation.images().get(0).rows()).isEqualTo(4);
    assertThat(generation.images().get(0).columns()).isEqualTo(5);
    assertClose(
        generation.images().get(0).values().floats(),
        tensors.get("grid_1x8x10.output_image_embeddings").floats(),
        EMBEDDING_TOLERANCE,
        "embeddings");
  }

  @Test
  @DisplayName("or, where the reference fails, at least the same in one pass and in a loop")
  void whereTheReferenceFails() {
    int[] begun = prompt("edit").ids();
    begun = Arrays.copyOf(begun, begun.length + 1);
    begun[begun.length - 1] = golden.model.config().visionStartTokenId();
    Prompt prompt = new Prompt(begun, List.of(picture));
    int twoImages = 2 * (EMBEDDINGS + 2) + 8;
    // Two images: the first begun by the prompt, the second forced by a sampler that wants one.
    TokenSampler eager =
        new TokenSampler() {
          @Override
          public String name() {
            return "eager";
          }

          @Override
          public Chooser begin(TokenSampling sampling) {
            int visionStart = golden.model.config().visionStartTokenId();
            Chooser best = GoldenBackbone.SAMPLER.begin(sampling);
            return (scores, seen) ->
                Float.isFinite(scores[visionStart]) ? visionStart : best.choose(scores, seen);
          }
        };

    List<Generation> both =
        Stream.of(ImageMode.ONE_PASS, ImageMode.LOOP)
            .map(
                mode ->
                    golden.backbone.generate(
                        prompt,
                        new GenerationSettings(
                            twoImages,
                            TokenSampling.best(),
                            GoldenBackbone.GRID,
                            mode,
                            PositionMode.REFERENCE,
                            2,
                            false),
                        eager,
                        GenerationListener.silent(),
                        new Cancellation()))
            .toList();

    assertThat(both.get(0).images()).hasSize(2);
    assertThat(both.get(0).newIds()).containsExactly(both.get(1).newIds());
    for (int i = 0; i < 2; i++) {
      assertClose(
          both.get(0).images().get(i).values().floats(),
          both.get(1).images().get(i).values().floats(),
          EMBEDDING_TOLERANCE,
          "image " + i);
    }
  }
}
