package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.engine.tensorrt.home.TensorrtSettings;

@DisplayName("The sizes of plans")
final class BucketsTest {
  private final Buckets buckets = Buckets.parse("rows=512,1  past=100 net.rows=7");

  @Test
  @DisplayName("are the smallest that hold a size; beyond the largest, multiples of it")
  void choice() {
    assertThat(buckets.choose("g", "rows", 1)).isEqualTo(1);
    assertThat(buckets.choose("g", "rows", 2)).isEqualTo(512);
    assertThat(buckets.choose("g", "rows", 513)).isEqualTo(1024);
    assertThat(buckets.choose("g", "past", 0)).isEqualTo(100);
    assertThat(buckets.choose("net", "rows", 3)).isEqualTo(7);
  }

  @Test
  @DisplayName("are powers of two where none are set")
  void unset() {
    assertThat(buckets.choose("g", "other", 0)).isEqualTo(8);
    assertThat(buckets.choose("g", "other", 9)).isEqualTo(16);
    assertThat(buckets.choose("g", "other", 64)).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows", "rows=", "rows=1,x", "rows=0", "=1,-2", "a=b=c"})
  @DisplayName("refuse what is none, and say how it is written")
  void malformed(String text) {
    assertThatThrownBy(() -> Buckets.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "tensorrt.sizes: got '"
                + text
                + "', wants a symbol and positive sizes such as rows=1,512");
  }

  @Test
  @DisplayName("to build ahead are all combinations, none where a symbol has no sizes")
  void ahead() {
    Buckets all = Buckets.parse("a=1,2 b=5");
    assertThat(ConfiguredSizes.of("g", List.of("a", "b"), all))
        .containsExactly(
            new TreeMap<>(Map.of("a", 1L, "b", 5L)), new TreeMap<>(Map.of("a", 2L, "b", 5L)));
    assertThat(ConfiguredSizes.of("g", List.of("a", "c"), all)).isEmpty();
    assertThat(ConfiguredSizes.of("g", List.of(), all)).containsExactly(new TreeMap<>());
  }

  @Test
  @DisplayName("of the product are some")
  void standard() {
    assertThat(Buckets.parse(TensorrtSettings.SIZES).sizes())
        .containsEntry("qwen-backbone.rows", List.of(1L, 512L));
  }
}
