package com.example.nexusgen;

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.contracts.DiffusionSamplerContract;

@DisplayName("The midpoint method keeps the contract of samplers")
class MidpointSamplerTest extends DiffusionSamplerContract {
  @Override
  protected DiffusionSampler sampler() {
    return new MidpointSampler();
  }
}
