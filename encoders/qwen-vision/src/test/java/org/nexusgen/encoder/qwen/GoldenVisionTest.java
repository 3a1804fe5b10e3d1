package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.encoder.qwen.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("The vision tower gives the reference's")
class GoldenVisionTest {
  private static final double STATE = 2e-4;
  private static final double EMBEDDING = 1e-4;

  private static Map<String, Tensor> stored;
  private static ModelFolder model;
  private static QwenVisionConfig config;

  @BeforeAll
  static void open() {
    stored = Fixtures.tensors("ar/vit/vit.safetensors");
    model = Fixtures.golden();
    config = QwenVisionConfig.of(model.requireConfig("config.json"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @CsvSource({"one, 1", "two, 2"})
  @DisplayName("window order and window borders")
  void windows(String name, int images) {
    List<Integer> order = new ArrayList<>();
    List<Integer> borders = new ArrayList<>(List.of(0));
    List<Integer> whole = new ArrayList<>(List.of(0));
    for (int image = 0; image < images; image++) {
      ImageGrid grid = Fixtures.grid(stored.get(name + ".image_grid_thw"), image);
      WindowPartition windows = WindowPartition.of(grid, config);
      int tokens = order.size();
      int patches = whole.get(image);
      Arrays.stream(windows.order()).forEach(token -> order.add(tokens + token));
      Arrays.stream(windows.patchStarts()).skip(1).forEach(at -> borders.add(patches + at));
      whole.add(patches + grid.patches());
    }

    assertThat(order).isEqualTo(list(stored.get(name + ".window_index")));
    assertThat(borders).isEqualTo(list(stored.get(name + ".cu_window_seqlens")));
    assertThat(whole).isEqualTo(list(stored.get(name + ".cu_seqlens")));
  }

  @ParameterizedTest
  @CsvSource({"one, 1", "two, 2"})
  @DisplayName("angles, states after every block and embeddings")
  void states(String name, int images) {
    int patch = 0;
    int token = 0;
    try (GraphSession session =
        Fixtures.ENGINE.open(
            new QwenVisionNetwork(config).traced(),
            model.weights(WeightSet.BACKBONE),
            SessionSettings.standard().withThreads(1))) {
      for (int image = 0; image < images; image++) {
        ImageGrid grid = Fixtures.grid(stored.get(name + ".image_grid_thw"), image);
        int patches = grid.patches();
        int tokens = grid.tokens(config.spatialMergeSize());
        Map<String, Tensor> inputs = new HashMap<>(WindowTensors.of(grid, config));
        inputs.put(
            QwenVisionNetwork.PIXELS,
            stored.get(name + ".pixel_values").rows(patch, patch + patches));
        try (RunResult result = session.run(inputs)) {
          for (int block = 0; block < config.depth(); block++) {
            Tensor expected = stored.get(name + ".block." + block).rows(patch, patch + patches);
            assertClose(result.tensor(QwenVisionNetwork.STATE + (block + 1)), expected, STATE);
          }
          Tensor expected = stored.get(name + ".embeds").rows(token, token + tokens);
          assertClose(result.tensor(QwenVisionNetwork.EMBEDDINGS), expected, EMBEDDING);
        }
        patch += patches;
        token += tokens;
      }
    }
  }

  @Test
  @DisplayName("patch embedding, before the window order")
  void patchEmbedding() {
    ImageGrid grid = Fixtures.grid(stored.get("one.image_grid_thw"), 0);
    int[] order = WindowPartition.of(grid, config).order();
    Map<String, Tensor> inputs = new HashMap<>(WindowTensors.of(grid, config));
    inputs.put(QwenVisionNetwork.PIXELS, stored.get("one.pixel_values"));
    try (GraphSession session =
            Fixtures.ENGINE.open(
                new QwenVisionNetwork(config).traced(),
                model.weights(WeightSet.BACKBONE),
                SessionSettings.standard().withThreads(1));
        RunResult result = session.run(inputs)) {
      Tensor embedded = result.tensor(QwenVisionNetwork.STATE + 0);
      int merged = config.mergedPatches();
      for (int place = 0; place < order.length; place++) {
        assertClose(
            embedded.rows(place * merged, (place + 1) * merged),
            stored.get("one.patch_embed").rows(order[place] * merged, (order[place] + 1) * merged),
            STATE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"one, 0", "two, 0", "two, 1"})
  @DisplayName("rotary angles")
  void rotary(String name, int image) {
    ImageGrid grid = Fixtures.grid(stored.get(name + ".image_grid_thw"), image);
    int first = image == 0 ? 0 : Fixtures.grid(stored.get(name + ".image_grid_thw"), 0).patches();
    WindowPartition windows = WindowPartition.of(grid, config);
    float[] cos = VisionRotary.of(grid, windows, config).cos().floats();
    Tensor stored = GoldenVisionTest.stored.get(name + ".rotary_freqs");
    float[] angles = stored.rows(first, first + grid.patches()).floats();
    int row = config.mergedPatches() * stored.shape().size(1);
    for (int place = 0; place < windows.order().length; place++) {
      for (int i = 0; i < row; i++) {
        double expected = Math.cos(angles[windows.order()[place] * row + i]);
        assertThat((double) cos[place * row + i]).isCloseTo(expected, Offset.offset(1e-6));
      }
    }
  }

  private static List<Integer> list(Tensor tensor) {
    return Arrays.stream(tensor.ints()).boxed().toList();
  }
}
