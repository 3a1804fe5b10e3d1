package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("A bfloat16 checkpoint of other dims")
class OtherDimsTest {
  private static final String CACHE = "nexusgen.cache";
  private static final float TOLERANCE = 1e-4f;
  private static final int VISION_START = 31;
  private static final int VISION_END = 32;
  private static final int PAD = 33;
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;
  private static final int BUDGET = 24;

  @TempDir private static Path temporary;

  @BeforeAll
  static void keepTheCacheHere() {
    System.setProperty(CACHE, temporary.resolve("cache").toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(CACHE);
  }

  private static Path checkpoint(boolean tied) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("model-" + tied));
    RandomCheckpoint.write(folder, tied);
    return folder;
  }

  /** A picture of 1 x 2 embeddings, then words. */
  private static Prompt prompt() {
    float[] picture = new float[2 * 48];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) Math.sin(i);
    }
    return new Prompt(
        new int[] {3, VISION_START, PAD, PAD, VISION_END, 8, 15, 4},
        List.of(new ImageEmbedding(Tensor.of(picture, 2, 48), 1, 2)));
  }

  private static GenerationSettings settings(PositionMode positions) {
    return new GenerationSettings(
        BUDGET,
        TokenSampling.best(),
        new ImageGrid(1, 2 * ROWS, 2 * COLUMNS),
        ImageMode.ONE_PASS,
        positions,
        1,
        true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("gives the embeddings and tokens of plain arithmetic, tied or not")
  void equalsPlainArithmetic(boolean tied) throws IOException {
    try (ModelFolder folder = GoldenModel.open(checkpoint(tied));
        AutoregressiveBackbone backbone =
            new QwenBackboneProvider().open(GoldenModel.context(folder))) {
      for (PositionMode positions : PositionMode.values()) {
        Generation generation =
            backbone.generate(
                prompt(),
                settings(positions),
                GoldenBackbone.SAMPLER,
                GenerationListener.silent(),
                new Cancellation());
        compare(generation, folder, positions, tied ? "model.embed_tokens" : "lm_head");
      }
    }
  }

  private static void compare(
      Generation generation, ModelFolder folder, PositionMode positions, String textProjector) {
    WeightStore weights = folder.weights(WeightSet.BACKBONE);
    PlainQwen plain = new PlainQwen(QwenModel.open(folder).config(), weights);
    int embeddings = ROWS * COLUMNS;
    int prompt = prompt().ids().length;
    List<double[]> rows = new ArrayList<>();
    List<Position> places = new ArrayList<>();
    promptRows(weights, rows, places);
    rows.add(row(weights, "model.embed_tokens.weight", VISION_START));
    places.add(Position.text(8 - 2 + 2)); // two placeholders count as the picture's longer side, 2
    for (int k = 0; k < embeddings; k++) {
      rows.add(row(weights, "image_prefill_embeds.weight", k));
      places.add(new Position(9, 9 + k / COLUMNS, 9 + k % COLUMNS));
    }
    int next = positions == PositionMode.REFERENCE ? 9 + embeddings : 9 + COLUMNS;
    int[] ids = generation.newIds();
    for (int i = 1 + embeddings; i < ids.length; i++) {
      rows.add(row(weights, "model.embed_tokens.weight", ids[i]));
      places.add(Position.text(next++));
    }
    double[][] hidden = plain.hidden(rows, places);

    float[] values = generation.images().get(0).values().floats();
    for (int k = 0; k < embeddings; k++) {
      double[] wanted = plain.linear(hidden[prompt + k], "vision_head");
      for (int i = 0; i < wanted.length; i++) {
        assertThat(values[k * wanted.length + i])
            .as("embedding %d, value %d", k, i)
            .isCloseTo((float) wanted[i], within(TOLERANCE));
      }
    }
    assertThat(ids).startsWith(VISION_START, PAD).hasSizeGreaterThan(embeddings + 3);
    for (int i = 2 + embeddings; i < ids.length; i++) {
      double[] scores = plain.linear(hidden[prompt + i - 1], textProjector);
      assertThat(ids[i]).as("token %d", i).isEqualTo(best(scores));
    }
  }

  private static void promptRows(WeightStore weights, List<double[]> rows, List<Position> places) {
    int[] ids = prompt().ids();
    float[] picture = prompt().images().get(0).values().floats();
    int[] position = {0, 1, 2, 2, 4, 5, 6, 7};
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == PAD) {
        double[] values = new double[48];
        for (int d = 0; d < values.length; d++) {
          values[d] = picture[(i - 2) * values.length + d];
        }
        rows.add(values);
        places.add(new Position(2, 2, i));
      } else {
        rows.add(row(weights, "model.embed_tokens.weight", ids[i]));
        places.add(Position.text(position[i]));
      }
    }
  }

  private static double[] row(WeightStore weights, String name, int index) {
    float[] values = weights.read(name).rows(index, index + 1).floats();
    double[] row = new double[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i];
    }
    return row;
  }

  private static int best(double[] scores) {
    int best = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean forbidden = i == VISION_END || i == PAD || i == VISION_START;
      best = !forbidden && scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  @Test
  @DisplayName("is described by its own files")
  void isDescribedByItsOwnFiles() throws IOException {
    try (ModelFolder folder = GoldenModel.open(checkpoint(false));
        AutoregressiveBackbone backbone =
            new QwenBackboneProvider().open(GoldenModel.context(folder))) {
      assertThat(backbone.info().hiddenSize()).isEqualTo(48);
      assertThat(backbone.info().vocabulary()).isEqualTo(RandomCheckpoint.VOCABULARY);
      assertThat(backbone.info().prefillRows()).isEqualTo(RandomCheckpoint.PREFILL_ROWS);
      assertThat(backbone.info().contextLength()).isEqualTo(90);
      assertThat(backbone.info().stopIds()).isEqualTo(Set.of(RandomCheckpoint.STOP));
      assertThat(backbone.info().defaults())
          .isEqualTo(new TokenSampling(false, 0.7, 7, 0.8, 1.1, 0));
    }
  }

  @Test
  @DisplayName("predicts no image that its prefill rows or patches do not allow")
  void refusesGrids() throws IOException {
    try (ModelFolder folder = GoldenModel.open(checkpoint(false));
        AutoregressiveBackbone backbone =
            new QwenBackboneProvider().open(GoldenModel.context(folder))) {
      assertThatThrownBy(() -> generate(backbone, new ImageGrid(1, 6, 10)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("needs 15 embeddings, the model can predict 14");
      assertThatThrownBy(() -> generate(backbone, new ImageGrid(1, 5, 4)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("multiples of 2");
      assertThatThrownBy(() -> generate(backbone, new ImageGrid(2, 4, 4)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("one frame");
    }
  }

  private static void generate(AutoregressiveBackbone backbone, ImageGrid grid) {
    backbone.generate(
        prompt(),
        new GenerationSettings(
            BUDGET,
            TokenSampling.best(),
            grid,
            ImageMode.ONE_PASS,
            PositionMode.REFERENCE,
            1,
            true),
        GoldenBackbone.SAMPLER,
        GenerationListener.silent(),
        new Cancellation());
  }

  @Test
  @DisplayName("must have as many layers as its configuration says")
  void layersMustAgree() throws IOException {
    Path folder = checkpoint(false);
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));
    try (ModelFolder model = GoldenModel.open(folder)) {
      assertThatThrownBy(() -> new QwenBackboneProvider().open(GoldenModel.context(model)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("num_hidden_layers 3")
          .hasMessageContaining("2 layers");
    }
  }

  @Test
  @DisplayName("must hold its special tokens in its vocabulary")
  void idsMustBeInTheVocabulary() throws IOException {
    Path folder = checkpoint(false);
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"image_token_id\": 33", "\"image_token_id\": 37"));
    try (ModelFolder model = GoldenModel.open(folder)) {
      assertThatThrownBy(() -> new QwenBackboneProvider().open(GoldenModel.context(model)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("image_token_id is 37")
          .hasMessageContaining("37 rows");
    }
  }

  @Test
  @DisplayName("refuses pictures of another width")
  void refusesPicturesOfAnotherWidth() throws IOException {
    try (ModelFolder folder = GoldenModel.open(checkpoint(false));
        AutoregressiveBackbone backbone =
            new QwenBackboneProvider().open(GoldenModel.context(folder))) {
      Prompt prompt =
          new Prompt(
              new int[] {VISION_START, PAD, VISION_END},
              List.of(new ImageEmbedding(Tensor.of(new float[64], 1, 64), 1, 1)));
      assertThatThrownBy(
              () ->
                  backbone.generate(
                      prompt,
                      settings(PositionMode.REFERENCE),
                      GoldenBackbone.SAMPLER,
                      GenerationListener.silent(),
                      new Cancellation()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("width 64, the backbone wants 48");
    }
  }
}
