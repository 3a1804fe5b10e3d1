package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.tensorrt.Sums.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("Plans that were deleted to make room")
final class GonePlanTest {
  /** Two plans with so many weights are more than a mebibyte, one is not. */
  private static final int WEIGHTS = 200_000;

  @TempDir Path folder;

  private static float sum(GraphSession session, int size) {
    return Sums.last(session, vector(size, 1), vector(size, 2));
  }

  private static void endWorker() throws InterruptedException {
    ProcessHandle worker = Workers.one();
    worker.destroyForcibly();
    assertThat(Workers.ends(worker)).isTrue();
  }

  /** As another program does that needs the room. */
  private List<Path> deleteAll() throws IOException {
    List<Path> plans = StandIn.plans(folder);
    for (Path plan : plans) {
      Files.delete(sealOf(plan));
      Files.delete(plan);
    }
    return plans;
  }

  private static Path sealOf(Path plan) {
    return plan.resolveSibling(plan.getFileName().toString().replace(".plan", ".seal"));
  }

  @Test
  @DisplayName("are built again when another worker must load them, in the session that has them")
  void eight() throws IOException, InterruptedException {
    try (TensorrtEngine engine = StandIn.engine(folder, Map.of());
        GraphSession session = Sums.open(engine, "gone")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      List<Path> plans = deleteAll();
      assertThat(sum(session, 2)).as("on the device").isEqualTo(3);
      endWorker();
      assertThat(sum(session, 2)).isEqualTo(3);
      assertThat(StandIn.plans(folder)).isEqualTo(plans).hasSize(1);
    }
  }

  @Test
  @DisplayName("are built again as wide as they were")
  void eleven() throws IOException, InterruptedException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, Map.of("sizes", "n=2,3"));
        GraphSession session = Sums.open(engine, "gone")) {
      assertThat(sum(session, 3)).isEqualTo(3);
      assertThat(sum(session, 5)).isEqualTo(3);
      deleteAll();
      endWorker();
      assertThat(sum(session, 2)).isEqualTo(3);
      assertThat(sum(session, 5)).isEqualTo(3);
      assertThat(StandIn.plans(folder)).hasSize(1);
    }
  }

  @Test
  @DisplayName("are not those that a worker has just loaded")
  void loaded() throws IOException, InterruptedException {
    try (TensorrtEngine engine = StandIn.engine(folder, Map.of());
        GraphSession session = Sums.open(engine, "loaded")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      Path seal = sealOf(StandIn.plans(folder).getFirst());
      FileTime longAgo = FileTime.fromMillis(0);
      Files.setLastModifiedTime(seal, longAgo);
      endWorker();
      assertThat(sum(session, 2)).isEqualTo(3);
      assertThat(Files.getLastModifiedTime(seal)).isGreaterThan(longAgo);
    }
  }

  @Test
  @DisplayName("while others are built ahead are told, with what to set; those of other parts, too")
  void ahead() throws IOException {
    Map<String, String> small = Map.of("sizes", "n=2", "planMebibytes", "1");
    try (TensorrtEngine engine = StandIn.engine(folder, small);
        GraphSession first = open(engine, "first");
        GraphSession second = open(engine, "second")) {
      assertThat(warm(first)).isEqualTo(1);
      assertThatThrownBy(() -> warm(second))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining("1 of 2 are there")
          .hasMessageContaining("tensorrt.planMebibytes 1, these take 2 MiB so far")
          .hasMessageContaining("set it to more than 2");
    }
    Map<String, String> enough = Map.of("sizes", "n=2", "planMebibytes", "3");
    try (TensorrtEngine engine = StandIn.engine(folder, enough);
        GraphSession first = open(engine, "first");
        GraphSession second = open(engine, "second")) {
      assertThat(warm(second) + warm(first)).isEqualTo(2);
    }
    assertThat(StandIn.plans(folder)).hasSize(2);
  }

  private static int warm(GraphSession session) {
    return session.warm((done, total, plan) -> {}, new Cancellation());
  }

  private static GraphSession open(TensorrtEngine engine, String name) {
    WeightStore weights =
        WeightStore.of(Map.of("w", Tensor.of(new float[WEIGHTS], WEIGHTS)), "the test");
    return engine.open(heavy(name), weights, SessionSettings.standard());
  }

  private static Graph heavy(String name) {
    GraphBuilder b = new GraphBuilder(name);
    Dim many = Dim.of(WEIGHTS);
    var x = b.input("x", DType.F32, Dim.of("n"), Dim.of(1));
    b.output("y", Ops.mul(x, b.weight("w", ValueType.of(DType.F32, many))));
    return b.build();
  }
}
