package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.NoiseSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * {@code torch.randn} of a fresh CPU generator, bit for bit: MT19937 and the normal transform of
 * PyTorch's AVX2 build. A run of the reference on a GPU has other noise.
 */
@Component(property = "name=" + TorchCpuNoise.NAME)
public final class TorchCpuNoise implements NoiseSource {
  static final String NAME = "torch-cpu";

  @Activate
  public TorchCpuNoise() {}

  @Override
  public String name() {
    return NAME;
  }

  /**
   * {@inheritDoc}
   *
   * @param seed of which the low 32 bits count, as in PyTorch
   */
  @Override
  public float[] normal(long seed, int count) {
    return new TorchGenerator(seed).normal(count);
  }
}
