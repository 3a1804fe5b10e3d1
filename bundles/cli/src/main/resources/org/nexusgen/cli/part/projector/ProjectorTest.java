package {{package}};

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.contracts.BareModel;
import org.nexusgen.contracts.ProjectorContract;

@DisplayName("The projector '{{name}}' keeps the contract")
class {{type}}ProjectorTest extends ProjectorContract {
  private static final int WIDTH = 8;

  {{type}}ProjectorTest() {
    super(
        new {{type}}Projectors(),
        BareModel.context(Map.of("config.json", Map.of("hidden_size", WIDTH))),
        WIDTH);
  }
}
