package org.nexusgen.projectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.contracts.TrainableProjectorContract;
import org.nexusgen.golden.Golden;
import org.nexusgen.plain.MemoryModel;

@DisplayName("both trainable projectors keep the contract")
class TrainableProjectorContractTest {
  private static final int WIDTH = 128; // of the small learned model

  private final ModelFolder model = GoldenFiles.model(Golden.starter());

  @AfterEach
  void close() {
    model.close();
  }

  private abstract class OfMini extends TrainableProjectorContract {
    @Override
    protected PartContext context() {
      return MemoryModel.context(model);
    }

    @Override
    protected int width() {
      return WIDTH;
    }
  }

  @Nested
  class Generation extends OfMini {
    @Override
    protected TrainableProjector part() {
      return new TrainableGenerationProjectors().open(model);
    }

    @Override
    protected Projector projector() {
      return new GenerationProjectors().open(context());
    }

    @Override
    protected int references() {
      return 0;
    }
  }

  @Nested
  class Editing extends OfMini {
    @Override
    protected TrainableProjector part() {
      return new TrainableEditingProjectors().open(model);
    }

    @Override
    protected Projector projector() {
      return new EditingProjectors().open(context());
    }

    @Override
    protected int references() {
      return 1;
    }
  }
}
