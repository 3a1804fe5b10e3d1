package org.nexusgen.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("Memory outside of the Java heap")
@EnabledOnOs(OS.LINUX)
class MemoryTest {
  /** What allocator and Java may keep; a leak of one output a step is more than twice as much. */
  private static final long SLACK = 128L << 20;

  private static final int PAGE = 4096;
  private static final int STEPS = 2500;
  private static final int ROWS = 1 << 14;

  /** A leak grows in each; pages of the Java heap that are touched for the first time do not. */
  private static final int ROUNDS = 3;

  @Test
  @DisplayName("stays as it is over thousands of steps of training and evaluating")
  void training() {
    Map<String, Tensor> inputs = TinyNet.inputs(new float[3 * ROWS]);
    try (TrainingSession session = TinyNet.open(TinyNet.settings(Set.of(), 1, 0.9))) {
      Runnable step =
          () -> {
            session.accumulate(inputs, 1);
            session.update(0.001);
            session.evaluate(inputs, Weights.AVERAGED);
          };
      requireFlat(step);
    }
  }

  @Test
  @DisplayName("stays as it is over thousands of runs of a graph")
  void inference() {
    Map<String, Tensor> inputs = TinyNet.inputs(new float[3 * ROWS]);
    Engine engine = new PytorchEngine();
    try (GraphSession session =
        engine.open(
            TinyNet.graph(),
            WeightStore.of(TinyNet.weights(), "the test"),
            SessionSettings.standard().withThreads(1))) {
      requireFlat(
          () -> {
            try (RunResult result = session.run(inputs)) {
              result.tensor("y");
              result.keep("loss").close();
            }
          });
    }
  }

  private static void requireFlat(Runnable step) {
    repeat(step);
    int arrays = arrays();
    assertThat(arrays).isPositive();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least >= SLACK; round++) {
      long before = outsideOfHeap();
      repeat(step);
      least = Math.min(least, outsideOfHeap() - before);
      assertThat(arrays()).isEqualTo(arrays);
    }
    assertThat(least).as("least growth of a round").isLessThan(SLACK);
  }

  /** All arrays of PyTorch that are open in this JVM. */
  private static int arrays() {
    try (PtNDManager manager = Torch.manager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private static void repeat(Runnable step) {
    for (int i = 0; i < STEPS; i++) {
      step.run();
    }
  }

  private static long outsideOfHeap() {
    System.gc();
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    try {
      String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
      long resident = Long.parseLong(pages[1]) * PAGE;
      return resident
          - memory.getHeapMemoryUsage().getCommitted()
          - memory.getNonHeapMemoryUsage().getCommitted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
