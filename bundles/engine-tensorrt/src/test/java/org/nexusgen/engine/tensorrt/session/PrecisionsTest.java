package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;

@DisplayName("The setting of the arithmetic")
class PrecisionsTest {
  @Test
  @DisplayName("holds for all graphs but those that it names, hyphens for blanks")
  void byName() {
    Precisions precisions = Precisions.parse(" fp16  vision-encoder=fp32 flux-transformer=fp16");

    assertThat(precisions.of("vision encoder")).isEqualTo("fp32");
    assertThat(precisions.of("flux-transformer")).isEqualTo("fp16");
    assertThat(precisions.of("qwen-backbone")).isEqualTo("fp16");
    assertThat(Precisions.parse("qwen-backbone=bf16").of("vision encoder")).isEqualTo("fp32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "half", "fp32 qwen-backbone", "qwen-backbone=int8", "=fp16"})
  @DisplayName("refuses what is no precision")
  void refused(String text) {
    assertThatThrownBy(() -> Precisions.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tensorrt.precision: got '")
        .hasMessageContaining("wants fp32, fp16 or bf16");
  }
}
