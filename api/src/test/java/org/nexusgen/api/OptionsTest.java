package org.nexusgen.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Options of a request")
class OptionsTest {
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e38, -1e38})
  @DisplayName("refuse guidance that no network makes numbers of:")
  void guidance(double number) {
    assertThatThrownBy(() -> painting(number, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("cfg scale: got %s, wants a number from -1000000 to 1000000".formatted(number));
    assertThatThrownBy(() -> painting(1, number))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("guidance: got " + number);
  }

  @Test
  @DisplayName("take guidance of every sense, negative and none among it")
  void sound() {
    assertThat(painting(-2, 0).cfgScale()).hasValue(-2);
  }

  @Test
  @DisplayName("refuse an empty text to stop at, which every answer begins with")
  void stop() {
    assertThat(stopping("\n").stop()).containsExactly("\n");
    assertThatThrownBy(() -> stopping(""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("stop text: got an empty one");
  }

  private static DecodeOptions painting(double cfgScale, double guidance) {
    DecodeOptions usual = DecodeOptions.model();
    return new DecodeOptions(
        usual.width(),
        usual.height(),
        usual.steps(),
        OptionalDouble.of(cfgScale),
        OptionalDouble.of(guidance),
        usual.seed(),
        usual.negativePrompt(),
        usual.sampler(),
        usual.decoder(),
        usual.decoderPart(),
        usual.inputImage(),
        usual.strength(),
        usual.teaCache(),
        usual.tiling(),
        1);
  }

  private static TokenOptions stopping(String text) {
    return new TokenOptions(
        OptionalInt.empty(),
        false,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(text),
        Optional.empty());
  }
}
