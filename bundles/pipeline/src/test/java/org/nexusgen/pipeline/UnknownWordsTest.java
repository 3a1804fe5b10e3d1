package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Words that the model does not know")
class UnknownWordsTest {
  @Test
  @DisplayName("are listed in their order, as they are")
  void plain() {
    assertThat(UnknownWords.listed(List.of("zebra", "猫", "éclair"))).isEqualTo("zebra, éclair, 猫");
  }

  @Test
  @DisplayName("cannot steer a terminal")
  void controls() {
    assertThat(UnknownWords.listed(List.of("a\u001b[31mb\u0007", "x\u202ey", "l\u2028m")))
        .isEqualTo("a\\u001b[31mb\\u0007, l\\u2028m, x\\u202ey");
  }

  @Test
  @DisplayName("are cut where they are long or many")
  void cut() {
    assertThat(UnknownWords.listed(List.of("ab".repeat(10_000)))).isEqualTo("ab".repeat(20) + "…");
    List<String> many = IntStream.range(100, 150).mapToObj(i -> "w" + i).toList();
    assertThat(UnknownWords.listed(many)).endsWith("w119 and 30 more");
  }
}
