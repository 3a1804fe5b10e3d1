package org.nexusgen.encoder.qwen;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.contracts.TrainableVisionEncoderContract;

@DisplayName("Qwen's trainable vision encoder keeps the contract:")
class TrainableContractTest extends TrainableVisionEncoderContract {
  private final ModelFolder model = Fixtures.golden();

  @AfterEach
  void close() {
    model.close();
  }

  @Override
  protected PartContext context() {
    return Fixtures.context(model);
  }

  @Override
  protected TrainableVisionEncoder part() {
    return new QwenTrainableVisionEncoders().open(model);
  }

  @Override
  protected VisionEncoder encoder() {
    return new QwenVisionEncoders(Fixtures.RESIZER).open(context());
  }

  @Override
  protected int tokenSide() {
    return 28;
  }
}
