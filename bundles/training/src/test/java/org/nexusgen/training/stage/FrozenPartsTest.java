package org.nexusgen.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.golden.Golden;

@DisplayName("Parts that are not trained")
class FrozenPartsTest {
  private static final Services LOADED = Services.loaded();

  @Test
  @DisplayName("run on the engines that are configured for them")
  void configured() {
    assertThat(engine("onnxruntime,decoder=pytorch", FigurePart.DECODER)).isEqualTo("pytorch");
    assertThat(engine("onnxruntime,decoder=pytorch", FigurePart.VISION_ENCODER))
        .isEqualTo("onnxruntime");
  }

  @Test
  @DisplayName("are refused by name where that engine is not installed")
  void missing() {
    assertThatThrownBy(() -> engine("vision-encoder=moon", FigurePart.VISION_ENCODER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unknown engine 'moon'; installed: ");
  }

  private static String engine(String configured, FigurePart part) {
    NexusGenFactory factory =
        new NexusGenFactory() {
          @Override
          public NexusGenConfig configured(Path model) {
            return NexusGenConfig.of(model).withEngine(configured);
          }

          @Override
          public NexusGen open(NexusGenConfig config) {
            throw new AssertionError("nobody runs the whole model");
          }

          @Override
          public List<InstalledPart> parts() {
            return List.of();
          }
        };
    Services services =
        new Services(
            () -> List.of(factory),
            LOADED.trainingEngines(),
            LOADED.engines(),
            LOADED.autoencoders(),
            LOADED.trainableVisionEncoders(),
            LOADED.backbones(),
            LOADED.projectors(),
            LOADED.decoders(),
            LOADED.visionEncoders(),
            LOADED.tokenizers(),
            LOADED.sources(),
            LOADED.worlds(),
            LOADED.models(),
            LOADED.modelWriter(),
            LOADED.adapterFiles(),
            LOADED.tensorFiles(),
            LOADED.resizer(),
            LOADED.plots(),
            LOADED.fitted());
    try (ModelFolder model = LOADED.models().open(Golden.starter())) {
      return services.engine(part, model).name();
    }
  }
}
