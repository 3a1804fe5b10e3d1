package org.nexusgen.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;

@DisplayName("Sizes")
class DimsTest {
  private static final Dim PAST = Dim.of("past");
  private static final Dim ROWS = Dim.of("rows");

  @Test
  @DisplayName("are spelled the same however they were computed")
  void oneSpelling() {
    assertThat(Dims.plus(ROWS, PAST)).isEqualTo(Dims.plus(PAST, ROWS)).hasToString("past+rows");
    assertThat(Dims.times(Dims.plus(PAST, 2), 3)).hasToString("3*past+6");
    assertThat(Dims.times(ROWS, PAST)).hasToString("past*rows");
    assertThat(Dims.plus(ROWS, ROWS)).hasToString("2*rows");
    assertThat(Dims.minus(Dims.plus(ROWS, PAST), PAST)).isEqualTo(ROWS);
    assertThat(Dims.minus(ROWS, ROWS)).isEqualTo(Dim.of(0));
    assertThat(Dims.plus(Dim.of("4*tokens"), Dim.of("tokens*2"))).hasToString("6*tokens");
  }

  @Test
  @DisplayName("divide where that comes out even")
  void quotients() {
    assertThat(Dims.quotient(Dim.of("4*h*w"), Dim.of("2*h"))).contains(Dim.of("2*w"));
    assertThat(Dims.quotient(Dims.plus(PAST, ROWS), Dims.plus(ROWS, PAST))).contains(Dim.of(1));
    assertThat(Dims.quotient(Dim.of(12), Dim.of(4))).contains(Dim.of(3));
    assertThat(Dims.quotient(Dim.of("3*h"), Dim.of(2))).isEmpty();
    assertThat(Dims.quotient(PAST, ROWS)).isEmpty();
  }

  @Test
  @DisplayName("round down, as the output of a strided convolution does")
  void floor() {
    assertThat(Dims.floorDivide(Dim.of(7), 2)).isEqualTo(Dim.of(3));
    assertThat(Dims.floorDivide(Dims.plus(Dim.of("8*h"), -1), 2)).hasToString("4*h+-1");
    assertThat(Dims.floorDivide(Dim.of("h"), 2))
        .isEqualTo(Dims.floorDivide(Dim.of("h"), 2))
        .isNotEqualTo(Dim.of("h"));
  }

  @Test
  @DisplayName("are known to differ if their difference is a number")
  void difference() {
    assertThat(Dims.mayEqual(ROWS, Dims.plus(ROWS, 1))).isFalse();
    assertThat(Dims.mayEqual(Dim.of(3), Dim.of(4))).isFalse();
    assertThat(Dims.mayEqual(ROWS, Dim.of(4))).isTrue();
    assertThat(Dims.mayEqual(ROWS, PAST)).isTrue();
  }
}
