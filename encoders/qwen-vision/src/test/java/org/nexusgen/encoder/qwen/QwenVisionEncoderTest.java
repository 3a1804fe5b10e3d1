package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.encoder.qwen.Close.assertClose;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.contracts.VisionEncoderContract;
import org.nexusgen.golden.Golden;

@DisplayName("Qwen's vision encoder")
class QwenVisionEncoderTest extends VisionEncoderContract {
  private static ModelFolder model;

  @BeforeAll
  static void openModel() {
    model = Fixtures.golden();
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Override
  protected VisionEncoder open() {
    return new QwenVisionEncoders(Fixtures.RESIZER).open(Fixtures.context(model));
  }

  @Override
  protected int tokenSide() {
    return 28;
  }

  @Test
  @DisplayName("is found as a service by its name")
  void isAService() {
    assertThat(ServiceLoader.load(VisionEncoder.Provider.class))
        .extracting(VisionEncoder.Provider::name)
        .contains("qwen");
  }

  @Test
  @DisplayName("refuses a picture that is 201 times as wide as high, in a prompt")
  void refusesExtremeRatios() {
    Image line = new Image(201, 1, Image.Channels.RGB, new byte[3 * 201]);
    try (VisionEncoder encoder = open()) {
      for (ImageRoute route : List.of(ImageRoute.UNDERSTANDING, ImageRoute.EDITING)) {
        assertThatThrownBy(() -> encoder.encode(List.of(line), route))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("201x1");
      }
    }
  }

  @Test
  @DisplayName("gives the starter's reference embeddings")
  void givesTheMiniModelsEmbeddings() {
    Map<String, Tensor> expected = Fixtures.tensors("starter/expected/expected.safetensors");
    try (ModelFolder mini = Fixtures.model(Golden.starter());
        VisionEncoder encoder =
            new QwenVisionEncoders(Fixtures.RESIZER).open(Fixtures.context(mini))) {
      int[] scenes = {0, 0, 1, 2, 2}; // the input of each edit
      for (int edit = 0; edit < scenes.length; edit++) {
        Image scene = Fixtures.image("starter/expected/scene_%d.png".formatted(scenes[edit]));
        Tensor embedding =
            encoder.encode(List.of(scene), ImageRoute.REFERENCE).embeddings().get(0).values();
        assertClose(
            embedding.floats(),
            expected.get("edit_%d.reference_embeddings".formatted(edit)).floats(),
            1e-4);
        assertThat(encoder.encode(List.of(scene), ImageRoute.EDITING).embeddings().get(0).tokens())
            .as("prompt size")
            .isEqualTo(36);
      }
    }
  }
}
