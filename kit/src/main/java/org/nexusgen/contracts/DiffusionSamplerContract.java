package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.annotation.versioning.ConsumerType;

/** What every diffusion sampler must do; the author of one extends this. */
@ConsumerType
public abstract class DiffusionSamplerContract {
  private static final DiffusionSampler.StepListener SILENT = (done, total, latents) -> {};

  protected DiffusionSamplerContract() {}

  /** The sampler under test. */
  protected abstract DiffusionSampler sampler();

  private static SamplingPlan plan(int steps) {
    return new SamplingPlan(steps, 1, 3, 1024);
  }

  @Test
  @DisplayName("it has a name by which requests can choose it")
  void name() {
    assertThat(sampler().name()).matches("[a-z0-9][a-z0-9-]*");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 14, 15, 50, 1000})
  @DisplayName("noise levels fall from about 1 to 0, one more than evaluations")
  void noiseLevelsFall(int steps) {
    Schedule schedule = sampler().schedule(plan(steps));
    float[] sigmas = schedule.sigmas();
    assertThat(sigmas).hasSize(schedule.timesteps().length + 1);
    assertThat(sampler().evaluations(plan(steps))).isEqualTo(schedule.timesteps().length);
    assertThat(sigmas[0]).isBetween(0.99f, 1f);
    assertThat(sigmas[sigmas.length - 1]).isZero();
    for (int i = 1; i < sigmas.length; i++) {
      assertThat(sigmas[i]).as("level %d", i).isLessThanOrEqualTo(sigmas[i - 1]);
    }
    assertThat(sigmas[sigmas.length - 2]).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 50})
  @DisplayName("timesteps are a thousand times the noise levels, at most the fraction is cut")
  void timestepsFollowNoiseLevels(int steps) {
    Schedule schedule = sampler().schedule(plan(steps));
    for (int i = 0; i < schedule.timesteps().length; i++) {
      assertThat(schedule.timesteps()[i] - 1000 * schedule.sigmas()[i]).isBetween(-1f, 1e-3f);
    }
  }

  @Test
  @DisplayName("less strength starts at less noise")
  void strength() {
    float before = 2;
    for (double strength : new double[] {1, 0.8, 0.6, 0.3, 0.01}) {
      float first = sampler().schedule(new SamplingPlan(20, strength, 3, 1024)).sigmas()[0];
      assertThat(first).as("strength %s", strength).isPositive().isLessThan(before);
      before = first;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 20})
  @DisplayName("straight paths to one point end at that point")
  void straightPaths(int steps) {
    float[] data = random(1, 48);
    float[] noise = random(2, 48);
    float[] start = sampler().schedule(plan(steps)).addNoise(data, noise, 0);
    Denoiser straight = (x, t) -> along(noise, data, -1);
    float[] end = sampler().sample(straight, start, plan(steps), SILENT);
    for (int i = 0; i < end.length; i++) {
      assertThat(end[i]).isCloseTo(data[i], within(2e-4f));
    }
  }

  @Test
  @DisplayName("many steps approach the exact solution of dx/dsigma = x")
  void convergence() {
    float[] start = {1f, -2f, 0.5f};
    SamplingPlan fine = plan(500);
    float sigma = sampler().schedule(fine).sigmas()[0];
    float[] end = sampler().sample((x, t) -> x.clone(), start, fine, SILENT);
    for (int i = 0; i < start.length; i++) {
      assertThat(end[i]).isCloseTo(start[i] * (float) Math.exp(-sigma), within(6e-3f));
    }
  }

  @Test
  @DisplayName("the denoiser is asked once a timestep, in order, and may keep what it is given")
  void asksInOrder() {
    List<Float> asked = new ArrayList<>();
    Denoiser denoiser =
        (x, t) -> {
          asked.add(t);
          return new float[x.length];
        };
    float[] start = random(3, 8);
    float[] before = start.clone();
    sampler().sample(denoiser, start, plan(6), SILENT);
    float[] timesteps = sampler().schedule(plan(6)).timesteps();
    assertThat(asked).hasSize(timesteps.length);
    for (int i = 0; i < timesteps.length; i++) {
      assertThat(asked.get(i)).isEqualTo(timesteps[i]);
    }
    assertThat(start).as("start stays as it was").isEqualTo(before);
  }

  @Test
  @DisplayName("the listener hears of every update; the last one is the result")
  void listenerHears() {
    List<float[]> heard = new ArrayList<>();
    int evaluations = sampler().evaluations(plan(5));
    float[] end =
        sampler()
            .sample(
                (x, t) -> x.clone(),
                random(4, 8),
                plan(5),
                (done, total, latents) -> {
                  heard.add(latents);
                  assertThat(done).isEqualTo(heard.size());
                  assertThat(total).isEqualTo(evaluations);
                });
    assertThat(heard).hasSize(evaluations);
    assertThat(heard.getLast()).isEqualTo(end);
  }

  @Test
  @DisplayName("a listener that throws ends the run at once")
  void listenerEndsRun() {
    int[] asked = {0};
    Denoiser denoiser =
        (x, t) -> {
          asked[0]++;
          return x.clone();
        };
    assertThatThrownBy(
            () ->
                sampler()
                    .sample(
                        denoiser,
                        random(5, 8),
                        plan(20),
                        (done, total, latents) -> {
                          if (done == 2) {
                            throw new CancelledException();
                          }
                        }))
        .isInstanceOf(CancelledException.class);
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  @DisplayName("the same plan gives the same latents: nothing is remembered between runs")
  void repeatable() {
    Denoiser denoiser = (x, t) -> along(x, x, t / 1000);
    float[] first = sampler().sample(denoiser, random(6, 32), plan(7), SILENT);
    sampler().sample(denoiser, random(7, 32), plan(9), SILENT);
    assertThat(sampler().sample(denoiser, random(6, 32), plan(7), SILENT)).isEqualTo(first);
  }

  /** {@code x + v * dt}. */
  private static float[] along(float[] x, float[] v, float dt) {
    float[] next = new float[x.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = x[i] + v[i] * dt;
    }
    return next;
  }

  private static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
