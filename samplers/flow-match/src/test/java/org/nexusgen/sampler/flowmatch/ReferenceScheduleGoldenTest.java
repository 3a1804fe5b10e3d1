package org.nexusgen.sampler.flowmatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("the euler schedule is the reference's")
class ReferenceScheduleGoldenTest {
  private final Map<String, Tensor> golden = GoldenTensors.read("scheduler/reference.safetensors");

  private float[] golden(String name) {
    return GoldenTensors.get(golden, name).floats();
  }

  private static Schedule schedule(int steps, double strength, double shift) {
    return new EulerSampler().schedule(new SamplingPlan(steps, strength, shift, 1024));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 20, 30, 50})
  @DisplayName("bit for bit at every number of steps and strength")
  void tables(int steps) {
    for (double strength : new double[] {1.0, 0.6, 0.5}) {
      String name = "_n%d_ds%s".formatted(steps, strength);
      Schedule schedule = schedule(steps, strength, 3);
      assertThat(Arrays.copyOf(schedule.sigmas(), steps))
          .as(name)
          .isEqualTo(golden("sigmas" + name));
      assertThat(schedule.timesteps()).as(name).isEqualTo(golden("timesteps" + name));
    }
  }

  @Test
  @DisplayName("with shift 1, as small models state it")
  void shiftOne() {
    assertThat(Arrays.copyOf(schedule(20, 1, 1).sigmas(), 20))
        .isEqualTo(golden("sigmas_n20_shift1"));
  }

  @Test
  @DisplayName("with the 1000 steps of training")
  void training() {
    Schedule schedule = schedule(1000, 1, 3);
    assertThat(Arrays.copyOf(schedule.sigmas(), 1000)).isEqualTo(golden("train_sigmas"));
    assertThat(schedule.timesteps()).isEqualTo(golden("train_timesteps"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  @DisplayName("a step is the reference's, bit for bit")
  void step(int index) {
    float[] sigmas = schedule(8, 1, 3).sigmas();
    float[] next =
        FlowEuler.step(
            golden("step_sample"), golden("step_velocity"), sigmas[index + 1] - sigmas[index]);
    assertThat(next).isEqualTo(golden("step_out_" + index));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  @DisplayName("noise is added as the reference does, bit for bit")
  void addNoise(int index) {
    float[] noised = schedule(8, 1, 3).addNoise(golden("step_sample"), golden("step_noise"), index);
    assertThat(noised).isEqualTo(golden("add_noise_" + index));
  }

  @ParameterizedTest
  @CsvSource({
    "4,64", "4,1024", "4,4096", "20,64", "20,1024", "20,4096", "50,64", "50,1024", "50,4096"
  })
  @DisplayName("euler-dynamic has Black Forest Labs' schedule")
  void blackForestLabs(int steps, int imageTokens) {
    Map<String, Tensor> tables = GoldenTensors.read("scheduler/bfl_schedules.safetensors");
    float[] wanted =
        GoldenTensors.get(tables, "bfl_n%d_seq%d".formatted(steps, imageTokens)).floats();
    Schedule schedule =
        new DynamicEulerSampler().schedule(new SamplingPlan(steps, 1, 3, imageTokens));
    assertThat(schedule.sigmas()).containsExactly(wanted, within(1e-6f));
  }
}
