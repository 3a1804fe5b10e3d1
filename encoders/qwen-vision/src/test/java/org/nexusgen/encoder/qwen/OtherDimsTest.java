package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

@DisplayName("A tower of other dims agrees with plain float64 loops")
class OtherDimsTest {
  private static final QwenVisionConfig CONFIG =
      new QwenVisionConfig(3, 60, 37, 3, 3, 11, 4, 3, 1, 30, List.of(1));

  @ParameterizedTest(name = "{0}x{1} patches")
  @CsvSource({
    "15, 21", // partial windows right and below
    "12, 12", // whole windows only
    "3, 3", // less than a window
    "3, 18", // one row of windows
    "21, 6",
  })
  void agrees(int height, int width) {
    ImageGrid grid = new ImageGrid(1, height, width);
    QwenVisionNetwork network = new QwenVisionNetwork(CONFIG);
    RandomWeights weights = RandomWeights.of(network.graph(), 5);
    float[] pixels = new float[grid.patches() * CONFIG.patchValues()];
    Random random = new Random(6);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    Tensor rows = Tensor.of(pixels, grid.patches(), CONFIG.patchValues());

    double[][] expected =
        new PlainVisionTower(CONFIG, weights, height, width).encode(raster(rows, grid));

    Map<String, Tensor> inputs = new HashMap<>(WindowTensors.of(grid, CONFIG));
    inputs.put(QwenVisionNetwork.PIXELS, rows);
    try (GraphSession session =
            Fixtures.ENGINE.open(network.graph(), weights, SessionSettings.standard());
        RunResult result = session.run(inputs)) {
      float[] actual = result.tensor(QwenVisionNetwork.EMBEDDINGS).floats();
      assertThat(actual).hasSize(expected.length * CONFIG.outHiddenSize());
      for (int i = 0; i < actual.length; i++) {
        double value = expected[i / CONFIG.outHiddenSize()][i % CONFIG.outHiddenSize()];
        assertThat((double) actual[i]).isCloseTo(value, Offset.offset(1e-4));
      }
    }
  }

  /** From the order of merged blocks to plain raster order. */
  private static double[][] raster(Tensor rows, ImageGrid grid) {
    int merge = CONFIG.spatialMergeSize();
    double[][] raster = new double[grid.patches()][CONFIG.patchValues()];
    float[] values = rows.floats();
    int at = 0;
    for (int y = 0; y < grid.height(); y += merge) {
      for (int x = 0; x < grid.width(); x += merge) {
        for (int inner = 0; inner < merge * merge; inner++) {
          double[] patch = raster[(y + inner / merge) * grid.width() + x + inner % merge];
          for (int i = 0; i < patch.length; i++) {
            patch[i] = values[at++];
          }
        }
      }
    }
    return raster;
  }
}
