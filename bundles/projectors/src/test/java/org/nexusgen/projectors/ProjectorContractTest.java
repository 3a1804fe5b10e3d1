package org.nexusgen.projectors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.nexusgen.contracts.ProjectorContract;
import org.nexusgen.plain.MemoryModel;

@DisplayName("both projectors keep the contract")
class ProjectorContractTest {
  private static final int WIDTH = 64; // of the golden checkpoint

  @Nested
  class Generation extends ProjectorContract {
    Generation() {
      super(new GenerationProjectors(), MemoryModel.context(GoldenFiles.decoderModel()), WIDTH);
    }
  }

  @Nested
  class Editing extends ProjectorContract {
    Editing() {
      super(new EditingProjectors(), MemoryModel.context(GoldenFiles.decoderModel()), WIDTH);
    }
  }
}
