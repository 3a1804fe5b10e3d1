package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("Weights of a plan of TensorRT 11")
final class WeightsTest {
  private static final Map<String, String> REFIT = Map.of("tensorrt11.refit", "true");

  @TempDir Path folder;

  /** One weight of two numbers. */
  private static WeightStore two(float first, float second) {
    return WeightStore.of(Map.of("w", Tensor.of(new float[] {first, second}, 2)), "the test");
  }

  private static Graph graph() {
    GraphBuilder b = new GraphBuilder("scaled rows");
    Dim two = Dim.of(2);
    var x = b.input("x", DType.F32, Dim.of("n"), two);
    b.output("y", Ops.mul(x, b.weight("w", ValueType.of(DType.F32, two))));
    return b.build();
  }

  private static float[] scaled(Engine engine, WeightStore weights) {
    try (GraphSession session = engine.open(graph(), weights, SessionSettings.standard());
        RunResult result = session.run(Map.of("x", Tensor.of(new float[] {1, 1, 2, 2}, 2, 2)))) {
      return result.tensor("y").floats();
    }
  }

  private List<String> journal(String... kinds) throws IOException {
    return Files.readAllLines(folder.resolve(StandIn.JOURNAL)).stream()
        .filter(line -> List.of(kinds).contains(line.split(" ", -1)[0]))
        .toList();
  }

  @Test
  @DisplayName("are replaced when the same network comes with others, and the plan is kept, too")
  void refit() throws IOException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, REFIT)) {
      assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
      assertThat(scaled(engine, two(5, 7))).containsExactly(5, 7, 10, 14);
      assertThat(scaled(engine, two(1, 0))).containsExactly(1, 0, 2, 0);
      assertThat(journal("build", "refit")).containsExactly("build", "refit", "refit");
    }
    try (Tensorrt11Engine engine = StandIn.eleven(folder, REFIT)) {
      assertThat(scaled(engine, two(5, 7))).containsExactly(5, 7, 10, 14);
      assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
    }
    assertThat(journal("build", "refit")).hasSize(3);
    assertThat(StandIn.plans(folder)).hasSize(3);
  }

  @Test
  @DisplayName("that cannot be replaced are built in")
  void refuses() throws IOException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, REFIT)) {
      assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
      Files.writeString(folder.resolve("fault"), "refit fail");
      assertThat(scaled(engine, two(5, 7))).containsExactly(5, 7, 10, 14);
    }
    assertThat(journal("build", "refit")).containsExactly("build", "build");
  }

  @Test
  @DisplayName("are built in each time where nothing else is set, and all on the device")
  void builtIn() throws IOException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder)) {
      assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
      assertThat(scaled(engine, two(5, 7))).containsExactly(5, 7, 10, 14);
    }
    assertThat(journal("build", "refit", "load")).containsExactly("build", "build");
  }

  @Test
  @DisplayName("that are large are read by a process of its own, whose memory is free afterwards")
  void apart() throws IOException {
    Map<String, String> settings =
        Map.of("tensorrt11.refit", "true", "tensorrt11.buildApartMebibytes", "0");
    try (Tensorrt11Engine engine = StandIn.eleven(folder, settings)) {
      assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
      long worker = Workers.one().pid();
      assertThat(scaled(engine, two(5, 7))).containsExactly(5, 7, 10, 14);
      assertThat(Workers.one().pid()).isEqualTo(worker);
    }
    assertThat(journal("open", "build", "refit"))
        .containsExactly("open", "open", "build", "open", "refit");
  }

  @Test
  @DisplayName("are on the device as far as is set for the graph; a budget builds no other plan")
  void streamed() throws IOException {
    for (String budget : List.of("scaled-rows=3", "scaled-rows=4")) {
      try (Tensorrt11Engine engine =
          StandIn.eleven(folder, Map.of("tensorrt11.weightMebibytes", budget))) {
        assertThat(scaled(engine, two(2, 3))).containsExactly(2, 3, 4, 6);
      }
    }
    assertThat(journal("build", "load"))
        .containsExactly("build", "load " + (3 << 20), "load " + (4 << 20));
  }
}
