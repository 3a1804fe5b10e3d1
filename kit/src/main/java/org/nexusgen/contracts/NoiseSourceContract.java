package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.sampling.NoiseSource;
import org.osgi.annotation.versioning.ConsumerType;

/** What every source of noise must do; the author of one extends this. */
@ConsumerType
public abstract class NoiseSourceContract {
  private static final int MANY = 200_000;

  protected NoiseSourceContract() {}

  /** The source under test. */
  protected abstract NoiseSource source();

  @Test
  @DisplayName("it has a name by which configuration can choose it")
  void name() {
    assertThat(source().name()).matches("[a-z0-9][a-z0-9-]*");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 33, 1024})
  @DisplayName("it gives as many finite values as asked")
  void count(int count) {
    float[] values = source().normal(7, count);
    assertThat(values).hasSize(count);
    for (float value : values) {
      assertThat(value).isFinite();
    }
  }

  @Test
  @DisplayName("the same seed gives the same values, another seed gives others")
  void seeds() {
    assertThat(source().normal(42, 64)).isEqualTo(source().normal(42, 64));
    assertThat(source().normal(42, 64)).isNotEqualTo(source().normal(43, 64));
  }

  @Test
  @DisplayName("the values are standard normal: mean, variance, tails and skew")
  void standardNormal() {
    float[] values = source().normal(1, MANY);
    double mean = 0;
    double square = 0;
    double cube = 0;
    int beyondTwo = 0;
    for (float value : values) {
      mean += value / (double) MANY;
      square += (double) value * value / MANY;
      cube += Math.pow(value, 3) / MANY;
      beyondTwo += Math.abs(value) > 2 ? 1 : 0;
    }
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(square).isCloseTo(1, within(0.02));
    assertThat(cube).isCloseTo(0, within(0.05));
    assertThat(beyondTwo / (double) MANY).isCloseTo(0.0455, within(0.003));
  }

  @Test
  @DisplayName("neighbours do not depend on each other")
  void uncorrelated() {
    float[] values = source().normal(2, MANY);
    for (int lag : new int[] {1, 8, 16}) {
      double product = 0;
      for (int i = lag; i < MANY; i++) {
        product += (double) values[i] * values[i - lag] / MANY;
      }
      assertThat(product).as("lag %d", lag).isCloseTo(0, within(0.01));
    }
  }
}
