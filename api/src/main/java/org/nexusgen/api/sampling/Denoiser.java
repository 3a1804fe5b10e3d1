package org.nexusgen.api.sampling;

import org.osgi.annotation.versioning.ConsumerType;

/** All that a sampler sees of the network: the velocity field v = noise - data. */
@FunctionalInterface
@ConsumerType
public interface Denoiser {
  /**
   * The velocity at a point.
   *
   * @param latents x, flat; not to be changed
   * @param timestep 0 to 1000: sigma times 1000, as the schedule states it
   * @return v of the same length; the caller may keep it
   */
  float[] velocity(float[] latents, float timestep);
}
