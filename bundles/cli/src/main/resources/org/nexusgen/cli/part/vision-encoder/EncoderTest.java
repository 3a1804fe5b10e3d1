package {{package}};

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.contracts.VisionEncoderContract;

@DisplayName("The vision encoder '{{name}}' keeps the contract")
class {{type}}EncoderTest extends VisionEncoderContract {
  private static final int WIDTH = 8;
  private static final int PATCH = 14;
  private static final int MERGE = 2;
  private static final int MOST_TOKENS = 1024;

  @Override
  protected VisionEncoder open() {
    return new {{type}}Encoder(
        WIDTH, PATCH, MERGE, MOST_TOKENS, ModelSettings.reference("a model to try"));
  }

  @Override
  protected int tokenSide() {
    return PATCH * MERGE;
  }
}
