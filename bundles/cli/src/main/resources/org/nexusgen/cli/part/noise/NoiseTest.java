package {{package}};

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.contracts.NoiseSourceContract;

@DisplayName("The noise '{{name}}' keeps the contract")
class {{type}}NoiseTest extends NoiseSourceContract {
  @Override
  protected NoiseSource source() {
    return new {{type}}Noise();
  }
}
