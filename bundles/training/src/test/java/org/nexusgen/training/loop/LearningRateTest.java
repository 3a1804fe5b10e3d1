package org.nexusgen.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A learning rate")
class LearningRateTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-15);

  @Test
  @DisplayName("that is constant begins with 0 and has k hundredths in the k-th step of warm-up")
  void constant() {
    LearningRate rate = new LearningRate.Constant(1e-5, 100);
    assertThat(rate.at(0, 1000)).isZero();
    assertThat(rate.at(1, 1000)).isCloseTo(1e-7, EXACT);
    assertThat(rate.at(99, 1000)).isCloseTo(0.99e-5, EXACT);
    assertThat(rate.at(100, 1000)).isEqualTo(1e-5);
    assertThat(rate.at(999, 1000)).isEqualTo(1e-5);
  }

  @Test
  @DisplayName(
      "that is a cosine has transformers' values: half at half of the way, none at the end")
  void cosine() {
    LearningRate rate = new LearningRate.Cosine(2, 10, 0);
    assertThat(rate.at(0, 110)).isZero();
    assertThat(rate.at(5, 110)).isCloseTo(1, EXACT);
    assertThat(rate.at(10, 110)).isEqualTo(2);
    assertThat(rate.at(35, 110)).isCloseTo(1 + Math.sqrt(0.5), EXACT); // a quarter: cos 45°
    assertThat(rate.at(60, 110)).isCloseTo(1, EXACT);
    assertThat(rate.at(110, 110)).isCloseTo(0, EXACT);
  }

  @Test
  @DisplayName("that is a cosine with a floor ends there")
  void floor() {
    LearningRate rate = new LearningRate.Cosine(1, 0, 0.1);
    assertThat(rate.at(0, 100)).isCloseTo(1, EXACT);
    assertThat(rate.at(50, 100)).isCloseTo(0.55, EXACT);
    assertThat(rate.at(100, 100)).isCloseTo(0.1, EXACT);
  }

  @Test
  @DisplayName("without warm-up begins at its peak")
  void noWarmUp() {
    assertThat(new LearningRate.Constant(3, 0).at(0, 10)).isEqualTo(3);
  }
}
