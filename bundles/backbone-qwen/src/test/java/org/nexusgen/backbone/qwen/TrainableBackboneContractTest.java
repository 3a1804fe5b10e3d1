package org.nexusgen.backbone.qwen;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.contracts.TrainableBackboneContract;

@DisplayName("The trainable Qwen backbone keeps the contract:")
class TrainableBackboneContractTest extends TrainableBackboneContract {
  private final ModelFolder model = GoldenModel.checkpoint();

  @AfterEach
  void close() {
    model.close();
  }

  @Override
  protected PartContext context() {
    return GoldenModel.context(model);
  }

  @Override
  protected TrainableBackbone part() {
    return new QwenTrainableBackbones().open(model);
  }

  @Override
  protected AutoregressiveBackbone answering() {
    return new QwenBackboneProvider().open(context());
  }

  @Override
  protected int[] words() {
    return new int[] {3, 14, 15, 92, 65, 35};
  }
}
