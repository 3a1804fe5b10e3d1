package org.nexusgen.tensorrt;

import java.util.Map;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.conformance.NoWeights;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

/** A graph that adds two vectors. */
final class Sums {
  /** Elements of a vector that is too large for a message. */
  static final int LARGE = 100_000;

  private Sums() {}

  static Graph graph(String name) {
    GraphBuilder b = new GraphBuilder(name);
    Dim n = Dim.of("n");
    b.output("sum", Ops.add(b.input("a", DType.F32, n), b.input("b", DType.F32, n)));
    return b.build();
  }

  static GraphSession open(Engine engine, String name) {
    return engine.open(graph(name), new NoWeights(), SessionSettings.standard());
  }

  static Tensor vector(int size, float value) {
    float[] values = new float[size];
    java.util.Arrays.fill(values, value);
    return Tensor.of(values, size);
  }

  /** The last element of a sum. */
  static float last(GraphSession session, Operand a, Operand b) {
    try (RunResult result = session.run(Map.of("a", a, "b", b))) {
      float[] values = result.tensor("sum").floats();
      return values[values.length - 1];
    }
  }
}
