package org.nexusgen.sampler.flowmatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("every sampler takes the reference's path along v(x,t) = A x + b sin(t)")
class TrajectoryGoldenTest {
  private static final int CHANNELS = 16;
  private static final float SIGMA_TOLERANCE = 1e-6f;
  private static final float TIMESTEP_TOLERANCE = 1e-3f;
  private static final float LATENT_TOLERANCE = 1e-5f;

  private final Map<String, Tensor> golden = GoldenTensors.read("scheduler/samplers.safetensors");

  static Stream<Arguments> runs() {
    Map<String, DiffusionSampler> samplers =
        Map.ofEntries(
            Map.entry("diffsynth_euler", new EulerSampler()),
            // diffusers' own tables for a static shift of 3 are the reference's
            Map.entry("euler_static3", new EulerSampler()),
            Map.entry("euler_diffsynth_sigmas", new EulerSampler()),
            Map.entry("euler_dynamic_seq64", new DynamicEulerSampler()),
            Map.entry("euler_dynamic_seq1024", new DynamicEulerSampler()),
            Map.entry("euler_dynamic_seq4096", new DynamicEulerSampler()),
            Map.entry("heun_shift3", new HeunSampler()),
            Map.entry("dpmpp_1m", new Dpmpp1mSampler()),
            Map.entry("dpmpp_2m", new Dpmpp2mSampler()),
            Map.entry("dpmpp_2m_heun", new Dpmpp2mHeunSampler()),
            Map.entry("dpmpp_3m", new Dpmpp3mSampler()),
            Map.entry("unipc_o2_bh2", new UniPc2Sampler()),
            Map.entry("unipc_o3_bh2", new UniPc3Sampler()));
    return samplers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry -> Stream.of(8, 20).map(n -> Arguments.of(entry.getKey(), n, entry.getValue())));
  }

  private Tensor golden(String name) {
    return GoldenTensors.get(golden, name);
  }

  private Denoiser field() {
    float[] a = golden("A").floats();
    float[] b = golden("b").floats();
    return (x, timestep) -> {
      float wave = (float) Math.sin(timestep / 1000);
      int pixels = x.length / CHANNELS;
      float[] v = new float[x.length];
      for (int c = 0; c < CHANNELS; c++) {
        for (int p = 0; p < pixels; p++) {
          float sum = 0;
          for (int k = 0; k < CHANNELS; k++) {
            sum += a[c * CHANNELS + k] * x[k * pixels + p];
          }
          v[c * pixels + p] = sum + b[c] * wave;
        }
      }
      return v;
    };
  }

  @ParameterizedTest(name = "{0}, {1} steps")
  @MethodSource("runs")
  void trajectory(String run, int steps, DiffusionSampler sampler) {
    int imageTokens = run.contains("seq") ? Integer.parseInt(run.replaceAll(".*seq", "")) : 1024;
    SamplingPlan plan = new SamplingPlan(steps, 1, 3, imageTokens);
    Schedule schedule = sampler.schedule(plan);
    String name = run + "_n" + steps;

    float[] sigmas = golden(name + ".sigmas").floats();
    assertThat(Arrays.copyOf(schedule.sigmas(), sigmas.length))
        .containsExactly(sigmas, within(SIGMA_TOLERANCE));
    assertThat(schedule.timesteps())
        .containsExactly(golden(name + ".timesteps").floats(), within(TIMESTEP_TOLERANCE));

    List<float[]> path = new ArrayList<>();
    sampler.sample(
        field(), golden("x0").floats(), plan, (done, total, latents) -> path.add(latents));
    compare(path, name);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 20})
  @DisplayName("Euler's steps on a table that nobody ships: FLUX's even levels, shifted by 3")
  void evenLevelsShifted(int steps) {
    double[] even = SigmaTables.linspace(1, 1.0 / steps, steps);
    double[] shifted = SigmaTables.shifted(even, 3);
    Schedule schedule =
        new Schedule(SigmaTables.endingAtZero(shifted), SigmaTables.timesteps(shifted));
    List<float[]> path = new ArrayList<>();
    FlowEuler.sample(
        field(), golden("x0").floats(), schedule, (done, total, latents) -> path.add(latents));
    compare(path, "euler_static3_fluxsigmas_n" + steps);
  }

  @Test
  @DisplayName("mu is linear in the number of image tokens")
  void mu() {
    float[] wanted = golden("mu").floats();
    int[] tokens = {64, 1024, 4096};
    for (int i = 0; i < tokens.length; i++) {
      assertThat((float) SigmaTables.mu(tokens[i])).isCloseTo(wanted[i], within(1e-6f));
    }
  }

  private void compare(List<float[]> path, String name) {
    Tensor latents = golden(name + ".latents");
    assertThat(path).hasSize(latents.shape().size(0));
    for (int i = 0; i < path.size(); i++) {
      assertThat(path.get(i))
          .as("%s, update %d", name, i)
          .containsExactly(latents.rows(i, i + 1).floats(), within(LATENT_TOLERANCE));
    }
  }
}
