/** Flow-matching samplers, their schedules and PyTorch-equal noise. */
module org.nexusgen.sampler.flowmatch {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.sampling.DiffusionSampler with
      org.nexusgen.sampler.flowmatch.EulerSampler,
      org.nexusgen.sampler.flowmatch.DynamicEulerSampler,
      org.nexusgen.sampler.flowmatch.HeunSampler,
      org.nexusgen.sampler.flowmatch.Dpmpp1mSampler,
      org.nexusgen.sampler.flowmatch.Dpmpp2mSampler,
      org.nexusgen.sampler.flowmatch.Dpmpp2mHeunSampler,
      org.nexusgen.sampler.flowmatch.Dpmpp3mSampler,
      org.nexusgen.sampler.flowmatch.UniPc2Sampler,
      org.nexusgen.sampler.flowmatch.UniPc3Sampler;
  provides org.nexusgen.api.sampling.NoiseSource with
      org.nexusgen.sampler.flowmatch.TorchCpuNoise;
}
