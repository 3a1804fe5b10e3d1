package org.nexusgen.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A word that is not known")
class NearestWordTest {
  @Test
  @DisplayName("is taken for the one with the fewest other letters, if there are few")
  void nearest() {
    assertThat(NearestWord.guess("genrate", List.of("edit", "generate", "imagine")))
        .contains("generate");
    assertThat(NearestWord.guess("paint", List.of("edit", "generate", "imagine"))).isEmpty();
  }

  @Test
  @DisplayName("may be a setting's key without its part, or with a part where none belongs")
  void part() {
    assertThat(NearestWord.guess("engine", List.of("bench.x", "pipeline.engine")))
        .contains("pipeline.engine");
    assertThat(NearestWord.guess("pipeline.engine", List.of("sampler", "engine")))
        .contains("engine");
    assertThat(NearestWord.guess("home", List.of("tensorrt.home", "tensorrt11.home"))).isEmpty();
  }

  @Test
  @DisplayName("gets all that there are to choose from, but of very many only the nearest")
  void listed() {
    assertThat(NearestWord.hint("paint", List.of("imagine", "edit")))
        .isEqualTo("; there are: edit, imagine");
    List<String> many = IntStream.range(0, 90).mapToObj(i -> "pipeline.setting" + i).toList();
    assertThat(NearestWord.hint("paint", many)).endsWith(" and 85 more").hasSizeLessThan(130);
  }
}
