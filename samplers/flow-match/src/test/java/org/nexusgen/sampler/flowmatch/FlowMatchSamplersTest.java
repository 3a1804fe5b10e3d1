package org.nexusgen.sampler.flowmatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.contracts.DiffusionSamplerContract;
import org.nexusgen.contracts.NoiseSourceContract;

@DisplayName("every service of this bundle keeps its contract")
class FlowMatchSamplersTest {
  @Test
  @DisplayName("the services are found by name without OSGi, too")
  void services() {
    assertThat(ServiceLoader.load(DiffusionSampler.class).stream().map(s -> s.get().name()))
        .contains(
            "euler",
            "euler-dynamic",
            "heun",
            "dpmpp-1m",
            "dpmpp-2m",
            "dpmpp-2m-heun",
            "dpmpp-3m",
            "unipc-2",
            "unipc-3");
    assertThat(ServiceLoader.load(NoiseSource.class).stream().map(s -> s.get().name()))
        .contains("torch-cpu");
  }

  @Nested
  class Euler extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new EulerSampler();
    }
  }

  @Nested
  class DynamicEuler extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new DynamicEulerSampler();
    }
  }

  @Nested
  class Heun extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new HeunSampler();
    }
  }

  @Nested
  class Dpmpp1m extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new Dpmpp1mSampler();
    }
  }

  @Nested
  class Dpmpp2m extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new Dpmpp2mSampler();
    }
  }

  @Nested
  class Dpmpp2mHeun extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new Dpmpp2mHeunSampler();
    }
  }

  @Nested
  class Dpmpp3m extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new Dpmpp3mSampler();
    }
  }

  @Nested
  class UniPc2 extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new UniPc2Sampler();
    }
  }

  @Nested
  class UniPc3 extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return new UniPc3Sampler();
    }
  }

  @Nested
  class TorchCpu extends NoiseSourceContract {
    @Override
    protected NoiseSource source() {
      return new TorchCpuNoise();
    }
  }
}
