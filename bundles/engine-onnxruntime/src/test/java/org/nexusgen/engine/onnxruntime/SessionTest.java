package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.mul;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

@DisplayName("A session")
class SessionTest {
  private static final SessionSettings ONE_THREAD = SessionSettings.standard().withThreads(1);
  private final Engine engine = new OnnxRuntimeEngine();

  private GraphSession open(Graph graph) {
    return engine.open(graph, MemoryWeights.of(Map.of()), ONE_THREAD);
  }

  /** Appends x to a cache, and adds two inputs of equal shape. */
  private static Graph cacheGraph() {
    GraphBuilder b = new GraphBuilder("cache");
    Value cache = b.input("cache", DType.F32, Dim.of("past"), Dim.of(2));
    Value x = b.input("x", DType.F32, Dim.of("rows"), Dim.of(2));
    b.output("present", concat(0, cache, x));
    b.output("twice", mul(x, 2));
    return b.build();
  }

  private static Tensor rows(float... values) {
    return Tensor.of(values, values.length / 2, 2);
  }

  @Test
  @DisplayName("takes back what stayed in the engine, run after run")
  void residentTensors() {
    try (GraphSession session = open(cacheGraph())) {
      ResidentTensor cache;
      try (RunResult first = session.run(Map.of("cache", rows(), "x", rows(1, 2)))) {
        cache = first.keep("present");
        assertThat(first.tensor("twice").floats()).containsExactly(2, 4);
      }
      for (int i = 0; i < 3; i++) {
        try (ResidentTensor last = cache;
            RunResult next = session.run(Map.of("cache", last, "x", rows(i, i)))) {
          cache = next.keep("present");
        }
      }
      assertThat(cache.shape()).isEqualTo(Shape.of(4, 2));
      assertThat(cache.dtype()).isEqualTo(DType.F32);
      assertThat(cache.toHost().floats()).containsExactly(1, 2, 0, 0, 1, 1, 2, 2);
      cache.close();
    }
  }

  @Test
  @DisplayName("takes outputs back as inputs by way of Java, and slices of tensors")
  void hostTensors() {
    try (GraphSession session = open(cacheGraph());
        RunResult first =
            session.run(Map.of("cache", rows(), "x", rows(9, 9, 1, 2, 3, 4).rows(1, 3)));
        RunResult second = session.run(Map.of("cache", first.tensor("present"), "x", rows(5, 6)))) {
      assertThat(second.tensor("present").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  @DisplayName("takes tensors on the heap and big-endian views of Java")
  void heapTensors() {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(1).putFloat(2).flip();
    Tensor heap =
        Tensor.wrap(DType.F32, Shape.of(1, 2), bytes.order(java.nio.ByteOrder.BIG_ENDIAN));
    try (GraphSession session = open(cacheGraph());
        RunResult result = session.run(Map.of("cache", rows(), "x", heap))) {
      assertThat(result.tensor("twice").floats()).containsExactly(2, 4);
    }
  }

  @Test
  @DisplayName("serves several threads at once")
  void threads() {
    try (GraphSession session = open(cacheGraph())) {
      List<Float> results =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(
                  i -> {
                    try (RunResult r = session.run(Map.of("cache", rows(), "x", rows(i, i)))) {
                      return r.tensor("twice").floats()[1];
                    }
                  })
              .toList();
      assertThat(results).isEqualTo(IntStream.range(0, 200).mapToObj(i -> 2f * i).toList());
    }
  }

  @Test
  @DisplayName("names the graph and the input of which it got the wrong shape, type, or nothing")
  void wrongInputs() {
    try (GraphSession session = open(cacheGraph())) {
      assertThatThrownBy(() -> session.run(Map.of("x", rows(1, 2))))
          .isInstanceOf(NexusGenException.class)
          .hasMessage("graph 'cache', input 'cache': got nothing, wants F32 [past,2]");
      assertThatThrownBy(
              () -> session.run(Map.of("cache", rows(), "x", Tensor.of(new float[3], 1, 3))))
          .hasMessageStartingWith("graph 'cache', input 'x': got F32 [1,3], wants F32 [rows,2]");
      assertThatThrownBy(
              () -> session.run(Map.of("cache", rows(), "x", Tensor.of(new long[2], 1, 2))))
          .hasMessageStartingWith("graph 'cache', input 'x': got I64 [1,2], wants F32 [rows,2]");
      assertThatThrownBy(
              () -> session.run(Map.of("cache", rows(), "x", rows(1, 2), "more", rows())))
          .hasMessageContaining("more");
    }
  }

  @Test
  @DisplayName("wants equal sizes where symbols are equal")
  void symbols() {
    GraphBuilder b = new GraphBuilder("sum");
    Value x = b.input("x", DType.F32, Dim.of("n"));
    b.output("y", add(x, b.input("z", DType.F32, Dim.of("n"))));
    try (GraphSession session = open(b.build())) {
      assertThatThrownBy(
              () ->
                  session.run(
                      Map.of("x", Tensor.of(new float[3], 3), "z", Tensor.of(new float[1], 1))))
          .hasMessage("graph 'sum', input 'z': got F32 [1], wants F32 [n] with {n=3}");
    }
  }

  @Test
  @DisplayName("that is closed says so, and may be closed twice")
  void closed() {
    GraphSession session = open(cacheGraph());
    session.close();
    session.close();
    assertThatThrownBy(() -> session.run(Map.of("cache", rows(), "x", rows(1, 2))))
        .isInstanceOf(NexusGenException.class)
        .hasMessage("graph 'cache' was closed");
  }

  @Test
  @DisplayName("has no output but those of the graph")
  void unknownOutput() {
    try (GraphSession session = open(cacheGraph());
        RunResult result = session.run(Map.of("cache", rows(), "x", rows(1, 2)))) {
      assertThatThrownBy(() -> result.tensor("logits"))
          .hasMessage("no output 'logits': there are [present, twice]");
    }
  }

  @Test
  @DisplayName("is refused to a graph whose operator, type or operator set the engine lacks")
  void refusals() {
    ValueType type = ValueType.of(DType.F32, Dim.of(2));
    List<Graph.Argument> x = List.of(new Graph.Argument("x", type));
    List<Graph.Argument> y = List.of(new Graph.Argument("y", type));
    Node node = new Node("Teleport", "", List.of("x"), List.of("y"), Map.of());
    assertThatThrownBy(() -> open(new Graph("magic", 23, x, y, List.of(), Map.of(), List.of(node))))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("engine onnxruntime cannot run graph 'magic'")
        .hasMessageContaining("Teleport");
    assertThatThrownBy(
            () -> open(new Graph("future", 99, x, y, List.of(), Map.of(), List.of(node))))
        .hasMessage(
            "graph 'future' is written in operator set 99, engine onnxruntime knows up to 23");
    GraphBuilder b = new GraphBuilder("half");
    b.output("y", add(b.input("x", DType.BF16, Dim.of(2)), b.input("z", DType.BF16, Dim.of(2))));
    assertThatThrownBy(() -> open(b.build())).hasMessageContaining("'x' is BF16");
  }

  @Test
  @DisplayName("comes from a service that says what it is")
  void service() {
    Engine found =
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(e -> e.name().equals("onnxruntime"))
            .findFirst()
            .orElseThrow();
    assertThat(found.info().version()).isEqualTo("1.29.0");
    assertThat(found.info().opset()).isEqualTo(23);
    assertThat(found.info().dynamicShapes()).isTrue();
  }
}
