package org.nexusgen.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;

@DisplayName("A choice of engines")
class EngineChoiceTest {
  private static final EngineChoice CPU = EngineChoice.of("onnxruntime");

  @Test
  @DisplayName("is one name for all parts")
  void plain() {
    EngineChoice choice = EngineChoice.parse("PyTorch", CPU.with(FigurePart.DECODER, "tensorrt"));
    assertThat(choice).isEqualTo(EngineChoice.of("pytorch"));
    assertThat(choice.of(FigurePart.DECODER)).isEqualTo("pytorch");
  }

  @Test
  @DisplayName("is a name for some parts, and what held before for the others")
  void some() {
    EngineChoice choice = EngineChoice.parse("decoder=tensorrt, text-encoder=pytorch", CPU);
    assertThat(choice.of(FigurePart.DECODER)).isEqualTo("tensorrt");
    assertThat(choice.of(FigurePart.TEXT_ENCODER)).isEqualTo("pytorch");
    assertThat(choice.of(FigurePart.BACKBONE)).isEqualTo("onnxruntime");
  }

  @Test
  @DisplayName("is a name for all parts but some, in any order, and reads what it writes")
  void allButSome() {
    EngineChoice choice = EngineChoice.parse("projector=onnxruntime,tensorrt", CPU);
    assertThat(choice.of(FigurePart.PROJECTOR)).isEqualTo("onnxruntime");
    assertThat(choice.of(FigurePart.VISION_ENCODER)).isEqualTo("tensorrt");
    assertThat(choice).hasToString("tensorrt,projector=onnxruntime");
    assertThat(EngineChoice.parse(choice.toString(), CPU)).isEqualTo(choice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decodr=tensorrt | there is no such part; did you mean 'decoder'?",
        "sampler=tensorrt | vision-encoder",
        "decoder= | wants ENGINE, or PART=ENGINE",
        "=tensorrt | wants ENGINE, or PART=ENGINE",
        "a=b=c | got 'a=b=c'",
        "decoder=a,decoder=b | got two engines for decoder",
        "onnxruntime,pytorch | got two engines for all parts",
        "'' | wants ENGINE"
      })
  @DisplayName("that cannot be read is refused, with the nearest word")
  void refused(String text, String message) {
    assertThatThrownBy(() -> EngineChoice.parse(text, CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> NexusGenConfig.of(Path.of("model")).withEngine(text))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("is carried by a configuration, with the default engine for the parts left out")
  void configured() {
    NexusGenConfig config = NexusGenConfig.of(Path.of("model")).withEngine("decoder=pytorch");
    assertThat(config.engines()).isEqualTo(CPU.with(FigurePart.DECODER, "pytorch"));
    assertThat(config.withEngines(config.engines()).engines()).isEqualTo(config.engines());
  }
}
