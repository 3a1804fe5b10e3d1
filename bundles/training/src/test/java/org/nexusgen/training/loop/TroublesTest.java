package org.nexusgen.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.MemoryTensorFiles;
import org.nexusgen.training.run.RunFolder;

@DisplayName("A training that runs out of memory")
class TroublesTest {
  @TempDir private Path folder;

  /** Its 30th batch is too large. */
  private record Greedy(Objective modest) implements Objective {
    @Override
    public Graph graph() {
      return modest.graph();
    }

    @Override
    public Map<String, Tensor> start() {
      return modest.start();
    }

    @Override
    public Set<String> frozen() {
      return modest.frozen();
    }

    @Override
    public LearningBatch batch(long number) {
      if (number == 30) {
        throw new OutOfMemoryError("Java heap space");
      }
      return modest.batch(number);
    }

    @Override
    public List<LearningBatch> heldOut() {
      return modest.heldOut();
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName("says what to do, and leaves its checkpoints")
  void outOfMemory() {
    MemoryTensorFiles files = new MemoryTensorFiles();
    RunFolder run = RunFolder.open(folder, Map.of(), true, new LocalDisk(files), files);
    LoopSettings settings =
        new LoopSettings(
            List.of(new Phase(50, new LearningRate.Constant(0.1, 0))),
            1,
            10,
            0,
            10,
            2,
            Optional.empty());
    TrainingListener silent =
        new TrainingListener() {
          @Override
          public void step(long step, long steps, double loss) {}

          @Override
          public void metrics(Map<String, Object> line) {}
        };
    TrainingLoop loop =
        new TrainingLoop(
            new Greedy(LineObjective.clean()), settings, run, silent, System::nanoTime);
    assertThatThrownBy(
            () ->
                loop.run(
                    new LineEngine(),
                    new TrainingSettings(
                        1, "loss", Set.of(), new AdamW(0.9, 0.95, 1e-8, 0, Set.of()), 1, 0),
                    session -> 0))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("out of memory (Java heap space)")
        .hasMessageContaining("smaller batches")
        .hasMessageContaining("checkpoint-000000");
    assertThat(run.checkpoints().steps()).isNotEmpty();
  }
}
