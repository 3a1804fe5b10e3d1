package org.nexusgen.pipeline;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;

/**
 * A diffusion sampler inside a decoder's call: what goes between the two has the right length and
 * is made of numbers, and each is blamed for its own faults. Every velocity is a sign of life.
 */
final class WatchedSampler implements DiffusionSampler {
  private final DiffusionSampler sampler;
  private final PartLabel label;
  private final PartLabel decoder;
  private final Pulse pulse;

  private WatchedSampler(
      DiffusionSampler sampler, PartLabel label, PartLabel decoder, Pulse pulse) {
    this.sampler = sampler;
    this.label = label;
    this.decoder = decoder;
    this.pulse = pulse;
  }

  static WatchedSampler inside(PartLabel decoder, DiffusionSampler sampler, Pulse pulse) {
    return new WatchedSampler(
        sampler, PartLabel.of("sampler", sampler.name(), sampler), decoder, pulse);
  }

  @Override
  public String name() {
    return sampler.name();
  }

  @Override
  public Schedule schedule(SamplingPlan plan) {
    Schedule made = own("make a schedule", () -> sampler.schedule(plan));
    if (made.sigmas().length != made.timesteps().length + 1) {
      throw label.gave(
          "%d sigmas for %d timesteps".formatted(made.sigmas().length, made.timesteps().length),
          "one more");
    }
    Finite.require(label, "sigmas", made.sigmas());
    return made;
  }

  @Override
  public int evaluations(SamplingPlan plan) {
    return own("count its steps", () -> sampler.evaluations(plan));
  }

  @Override
  public float[] sample(Denoiser denoiser, float[] start, SamplingPlan plan, StepListener heard) {
    Decoders side = new Decoders();
    float[] end;
    try {
      end =
          pulse.at(
              label,
              () ->
                  sampler.sample(
                      (latents, timestep) -> side.run(() -> velocity(denoiser, latents, timestep)),
                      start,
                      plan,
                      (done, total, latents) ->
                          side.run(
                              () -> {
                                heard.updated(done, total, latents);
                                return true;
                              })));
    } catch (NexusGenException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (e.equals(side.thrown)) {
        throw e;
      }
      throw label.failed("sample", e);
    }
    if (end == null) {
      throw label.gave("nothing", start.length + " latents");
    }
    requireLength(label, "latents", end, start.length);
    Finite.require(label, "latents", end);
    return end;
  }

  private float[] velocity(Denoiser denoiser, float[] latents, float timestep) {
    float[] velocity = denoiser.velocity(latents, timestep);
    requireLength(decoder, "a velocity", velocity, latents.length);
    Finite.require(decoder, "velocities at timestep " + timestep, velocity);
    return velocity;
  }

  private static void requireLength(PartLabel part, String what, float[] values, int wanted) {
    if (values.length != wanted) {
      throw part.gave(
          "%s of %d values".formatted(what, values.length), wanted + ", as many as it got");
    }
  }

  private <R> R own(String asked, Supplier<R> work) {
    try {
      return pulse.at(label, work);
    } catch (NexusGenException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw label.failed(asked, e);
    }
  }

  /** The decoder's half of a run: what it throws passes through the sampler as it is. */
  private final class Decoders {
    private @Nullable Throwable thrown;

    <R> R run(Supplier<R> work) {
      try {
        return pulse.at(decoder, work);
      } catch (RuntimeException | Error e) {
        thrown = e;
        throw e;
      }
    }
  }
}
