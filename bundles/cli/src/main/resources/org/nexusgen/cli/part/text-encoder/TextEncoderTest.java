package {{package}};

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.contracts.BareModel;
import org.nexusgen.contracts.TextEncoderContract;

@DisplayName("The text encoder '{{name}}' keeps the contract")
class {{type}}TextEncoderTest extends TextEncoderContract {
  {{type}}TextEncoderTest() {
    super(new {{type}}TextEncoders(), BareModel.context(Map.of()));
  }
}
