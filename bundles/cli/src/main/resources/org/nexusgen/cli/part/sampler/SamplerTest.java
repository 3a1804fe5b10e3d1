package {{package}};

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.contracts.DiffusionSamplerContract;

@DisplayName("The sampler '{{name}}' keeps the contract")
class {{type}}SamplerTest extends DiffusionSamplerContract {
  @Override
  protected DiffusionSampler sampler() {
    return new {{type}}Sampler();
  }
}
