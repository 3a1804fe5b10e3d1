package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.encoder.qwen.Close.assertClose;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;

@DisplayName("Preprocessing gives the reference's")
class GoldenPreprocessTest {
  private static final double PIXEL = 2e-6;

  /** 1176 values, each within the tolerance of a pixel; observed 2e-4. */
  private static final double ROW_SUM = 1176 * 2e-6;

  private static final double EMBEDDING = 1e-4;

  private static Map<String, Tensor> stored;
  private static ModelFolder model;
  private static VisionEncoder encoder;

  @BeforeAll
  static void open() {
    stored = Fixtures.tensors("ar/preprocess/preprocess.safetensors");
    model = Fixtures.golden();
    encoder = new QwenVisionEncoders(Fixtures.RESIZER).open(Fixtures.context(model));
  }

  @AfterAll
  static void close() {
    encoder.close();
    model.close();
  }

  @ParameterizedTest(name = "{0} on route {1}")
  @CsvSource({
    "grad, EDITING, grad.bound",
    "shapes, EDITING, shapes.bound",
    "noise, EDITING, noise.bound",
    "textlike, EDITING, textlike.bound",
    "wide, EDITING, wide.bound",
    "tiny, EDITING, tiny.bound",
    "half, EDITING, half.bound",
    "alpha, EDITING, alpha.bound",
    "gray, EDITING, gray.bound",
    "grad, UNDERSTANDING, grad.bound",
    "shapes, UNDERSTANDING, shapes.und",
    "alpha, UNDERSTANDING, alpha.und",
    "half, UNDERSTANDING, half.bound",
    "grad, REFERENCE, grad.edit504",
    "alpha, REFERENCE, alpha.edit504",
    "half, REFERENCE, half.edit504",
    "grad, TARGET, grad.train252",
    "alpha, TARGET, alpha.train252",
    "half, TARGET, half.train252",
  })
  @DisplayName("picture")
  void picture(String name, ImageRoute route, String expected) {
    Image picture = Fixtures.image("ar/images/%s.png".formatted(name));
    QwenVisionConfig vision = QwenVisionConfig.of(model.requireConfig("config.json"));
    QwenProcessorConfig config =
        QwenProcessorConfig.of(model.requireConfig(QwenProcessorConfig.FILE), vision);

    Image prepared =
        new QwenImageProcessor(Fixtures.RESIZER, model.settings(), vision, config)
            .prepare(picture, route);

    Image reference = Fixtures.image("ar/preprocess/%s.png".formatted(expected));
    assertThat(prepared.width()).isEqualTo(reference.width());
    assertThat(prepared.height()).isEqualTo(reference.height());
    assertThat(prepared.pixels()).isEqualTo(reference.pixels());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "grad.bound", "shapes.bound", "noise.bound", "textlike.bound", "wide.bound", "tiny.bound",
        "half.bound", "alpha.bound", "gray.bound", "grad.edit504", "alpha.edit504", "half.edit504",
        "grad.train252", "alpha.train252", "half.train252"
      })
  @DisplayName("pixel values, grid and embeddings")
  void values(String name) {
    VisionEncoding encoding = encode(name);

    ImageGrid grid = Fixtures.grid(stored.get(name + ".image_grid_thw"), 0);
    assertThat(encoding.grids()).containsExactly(grid);
    assertPixels(name, encoding.pixelValues());
    if (stored.containsKey(name + ".vit_embeds")) {
      assertClose(
          encoding.embeddings().get(0).values().floats(),
          stored.get(name + ".vit_embeds").floats(),
          EMBEDDING);
    }
  }

  private static VisionEncoding encode(String name) {
    String[] parts = name.split("\\.", 2);
    Image image = Fixtures.image("ar/images/%s.png".formatted(parts[0]));
    ImageRoute route =
        switch (parts[1]) {
          case "bound" -> ImageRoute.EDITING;
          case "edit504" -> ImageRoute.REFERENCE;
          default -> ImageRoute.TARGET;
        };
    return encoder.encode(List.of(image), route);
  }

  private static void assertPixels(String name, Tensor pixels) {
    float[] values = pixels.floats();
    int width = pixels.shape().size(1);
    double[] sums = new double[pixels.shape().size(0)];
    for (int i = 0; i < values.length; i++) {
      sums[i / width] += values[i];
    }
    assertClose(sums, doubles(stored.get(name + ".row_sums")), ROW_SUM);
    if (stored.containsKey(name + ".pixel_values")) {
      assertClose(values, stored.get(name + ".pixel_values").floats(), PIXEL);
    } else {
      int[] rows = stored.get(name + ".rows").ints();
      Tensor expected = stored.get(name + ".pixel_values_rows");
      for (int i = 0; i < rows.length; i++) {
        assertClose(
            pixels.rows(rows[i], rows[i] + 1).floats(), expected.rows(i, i + 1).floats(), PIXEL);
      }
    }
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[tensor.shape().size(0)];
    tensor.bytes().asDoubleBuffer().get(values);
    return values;
  }
}
