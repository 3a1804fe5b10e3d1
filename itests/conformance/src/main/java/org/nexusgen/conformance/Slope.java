package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

/**
 * A case's network whose real inputs are weights, and the sum of its real outputs, each element
 * times a factor of its own, as a function of them.
 */
final class Slope implements AutoCloseable {
  private static final double STEP = 0.01;
  private static final String LOSS = "loss";

  private final OperatorCase c;
  private final List<Integer> learned = new ArrayList<>();
  private final Map<String, Numbers> factors = new HashMap<>();
  private final Map<String, Tensor> inputs = new HashMap<>();
  private final TrainingSession session;

  Slope(TrainingEngine engine, OperatorCase c) {
    this.c = c;
    Graph graph = graph();
    Map<String, Tensor> weights = new HashMap<>();
    learned.forEach(i -> weights.put(weight(i), c.inputs().get(i).tensor()));
    AdamW adamw = new AdamW(0.9, 0.999, 1e-8, 0, Set.of());
    this.session =
        engine.open(graph, weights, new TrainingSettings(1, LOSS, Set.of(), adamw, 0, 0));
  }

  private static String weight(int input) {
    return "weight." + input;
  }

  private Graph graph() {
    GraphBuilder b = new GraphBuilder(c.name());
    Map<String, Value> operands = new HashMap<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      Numbers input = c.inputs().get(i);
      if (input.dtype() == DType.F32) {
        learned.add(i);
        long[] shape = LongStream.range(0, input.rank()).map(a -> input.dim((int) a)).toArray();
        operands.put(Integer.toString(i), b.weight(weight(i), shape));
      } else {
        inputs.put(Integer.toString(i), input.tensor());
      }
    }
    List<Value> terms = new ArrayList<>();
    b.include(c.graph(), operands, "")
        .forEach(
            (name, value) -> {
              if (value.dtype() == DType.F32) {
                Numbers factor = Numbers.random(100 + terms.size(), shape(value));
                factors.put(name, factor);
                b.output(name, value);
                terms.add(total(Ops.mul(value, b.constant(factor.tensor()))));
              }
            });
    b.output(LOSS, Ops.sum(terms.toArray(Value[]::new)));
    return b.build();
  }

  private int[] shape(Value value) {
    return value.type().dims().stream().mapToInt(Slope::size).toArray();
  }

  private static int size(Dim dim) {
    return Math.toIntExact(OperatorCase.size(dim));
  }

  private static Value total(Value x) {
    return x.rank() == 0 ? x : Ops.reduceSum(x, false, LongStream.range(0, x.rank()).toArray());
  }

  /** What the engine says, one array for each weight. */
  List<double[]> gradient() {
    session.accumulate(inputs, 1);
    Map<String, Tensor> gradients = session.gradients();
    return learned.stream().map(i -> doubles(tensor(gradients, weight(i)))).toList();
  }

  private static Tensor tensor(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new AssertionError("no '" + name + "' in " + tensors.keySet());
    }
    return tensor;
  }

  private static double[] doubles(Tensor tensor) {
    float[] floats = tensor.floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** The derivative along a direction, by the five-point formula, summed in double precision. */
  double along(List<double[]> direction) {
    double near = at(direction, STEP) - at(direction, -STEP);
    double far = at(direction, 2 * STEP) - at(direction, -2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  private double at(List<double[]> direction, double step) {
    Map<String, Tensor> state = new HashMap<>();
    for (int i = 0; i < learned.size(); i++) {
      Numbers x = c.inputs().get(learned.get(i));
      double[] way = direction.get(i);
      String name = weight(learned.get(i));
      state.put(
          "weights." + name, Numbers.fill(j -> x.data()[j] + step * way[j], x.shape()).tensor());
      Tensor zeros = Numbers.fill(j -> 0, x.shape()).tensor();
      state.put("first_moments." + name, zeros);
      state.put("second_moments." + name, zeros);
    }
    session.restore(new TrainingState(0, state));
    Map<String, Tensor> outputs = session.evaluate(inputs, TrainingSession.Weights.CURRENT);
    double sum = 0;
    for (Map.Entry<String, Numbers> factor : factors.entrySet()) {
      double[] values = doubles(tensor(outputs, factor.getKey()));
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * factor.getValue().data()[i];
      }
    }
    return sum;
  }

  @Override
  public void close() {
    session.close();
  }
}
