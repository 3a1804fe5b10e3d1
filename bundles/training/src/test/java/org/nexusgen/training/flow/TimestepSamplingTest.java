package org.nexusgen.training.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("Timesteps in training")
class TimestepSamplingTest {
  private static final ShiftedIds REFERENCE = new ShiftedIds(ShiftedIds.REFERENCE_SHIFT);

  @Test
  @DisplayName("and their weights are the reference's table")
  void table() {
    Map<String, Tensor> golden = GoldenFlow.read("decoder/scheduler/reference.safetensors");
    float[] sigmas = GoldenFlow.get(golden, "train_sigmas").floats();
    float[] timesteps = GoldenFlow.get(golden, "train_timesteps").floats();
    float[] weights = GoldenFlow.get(golden, "train_weights").floats();
    assertThat(sigmas).hasSize(ShiftedIds.count());
    for (int id = 0; id < sigmas.length; id++) {
      Timestep got = REFERENCE.of(id);
      assertThat(got.sigma()).isCloseTo(sigmas[id], within(1e-6));
      assertThat(got.timestep()).isCloseTo(timesteps[id], within(1e-3));
      assertThat(got.weight()).as("weight of id %d", id).isCloseTo(weights[id], within(5e-6));
    }
  }

  @Test
  @DisplayName("are each as likely as another in the reference's table")
  void uniform() {
    RandomGenerator random = random();
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += REFERENCE.next(random).weight();
    }
    assertThat(sum / 20_000).isCloseTo(1, within(0.02));
  }

  @Test
  @DisplayName("are mostly in the middle if logit-normal, and shift towards noise")
  void logitNormal() {
    assertThat(share(new LogitNormal(0, 1, 1))).isCloseTo(0.727, within(0.01));
    assertThat(mean(new LogitNormal(0, 1, 1))).isCloseTo(0.5, within(0.01));
    assertThat(mean(new LogitNormal(0, 1, 3))).isGreaterThan(0.65);
    assertThat(new LogitNormal(0, 0, 3).next(random())).isEqualTo(new Timestep(0.75, 750, 1));
  }

  /** How many lie between a quarter and three quarters: |logit| below log 3 is 72.8 %. */
  private static double share(TimestepSampling sampling) {
    return draws(sampling).filter(t -> t.sigma() > 0.25 && t.sigma() < 0.75).count() / 20_000.0;
  }

  private static double mean(TimestepSampling sampling) {
    return draws(sampling).mapToDouble(Timestep::sigma).average().orElseThrow();
  }

  private static Stream<Timestep> draws(TimestepSampling sampling) {
    RandomGenerator random = random();
    return Stream.generate(() -> sampling.next(random)).limit(20_000);
  }

  private static RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  }

  @Test
  @DisplayName("that cannot be are refused")
  void refusals() {
    assertThatThrownBy(() -> new LogitNormal(0, -1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("std -1.0");
  }

  @Test
  @DisplayName("put each picture under its own noise")
  void noise() {
    Tensor clean = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor noise = Tensor.of(new float[] {5, 6, 7, 9}, 2, 2);
    NoisyLatents noisy =
        NoisyLatents.of(clean, noise, List.of(Timestep.of(0.25, 1), Timestep.of(1, 1)));
    assertThat(noisy.latents().floats()).containsExactly(2, 3, 7, 9);
    assertThat(noisy.velocity().floats()).containsExactly(4, 4, 4, 5);
    assertThatThrownBy(() -> NoisyLatents.of(clean, noise, List.of(Timestep.of(1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one timestep a picture");
  }
}
