package org.nexusgen.parity.published;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.onnx.NarrowIntegers;

/** What graphs are run with, and how results are compared. */
final class Inputs {
  private Inputs() {}

  /** Reads {@code rows=81 past=40}. */
  static Map<String, Long> sizes(@Nullable String text) {
    Map<String, Long> sizes = new TreeMap<>();
    if (text != null) {
      for (String pair : text.split(" ")) {
        String[] words = pair.split("=");
        sizes.put(words[0], Long.valueOf(words[1]));
      }
    }
    return sizes;
  }

  /** Normal values, indices within range, masks that show each row itself. */
  static Map<String, Tensor> random(Graph fixed) {
    Random random = new Random(11);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Graph.Argument input : fixed.inputs()) {
      Shape shape = input.type().shape();
      int count = Math.toIntExact(shape.elements());
      inputs.put(
          input.name(),
          switch (input.type().dtype()) {
            case F32 -> floats(random, input.name(), count, shape);
            case I64 -> indices(random, limit(fixed, input.name()), count, shape);
            case BOOL -> mask(count, shape);
            default -> throw new IllegalStateException("no inputs of type " + input.type());
          });
    }
    return inputs;
  }

  private static Tensor floats(Random random, String name, int count, Shape shape) {
    boolean angles = name.startsWith("cos") || name.startsWith("sin");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          (float) (angles ? Math.cos(random.nextDouble() * Math.TAU) : random.nextGaussian());
    }
    return Tensor.of(values, shape.toArray());
  }

  private static Tensor indices(Random random, long limit, int count, Shape shape) {
    return Tensor.of(random.longs(count, 0, limit).toArray(), shape.toArray());
  }

  private static Tensor mask(int count, Shape shape) {
    int side = shape.size(-1);
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      int row = i / side % side;
      int column = i % side;
      values[i] = row == column || (row + 3 * column) % 5 < 2;
    }
    return Tensor.of(values, shape.toArray());
  }

  /** How many rows there are to choose from. */
  private static long limit(Graph graph, String input) {
    return switch (input) {
      case "scored_rows", "image_rows" ->
          axis(graph, "embeddings", 0) * axis(graph, "embeddings", 1);
      case "window_order", "window_order_inverse" -> axis(graph, "window_order", 0);
      case "slots" -> axis(graph, "home", 0);
      case "home" -> axis(graph, "slots", 0) * axis(graph, "slots", 1);
      case "ids" -> 1000;
      case "buckets" -> 32;
      default -> throw new IllegalStateException("no range for input '" + input + "'");
    };
  }

  private static long axis(Graph graph, String input, int axis) {
    return graph.inputs().stream()
        .filter(argument -> argument.name().equals(input))
        .findFirst()
        .orElseThrow()
        .type()
        .shape()
        .dim(axis);
  }

  static Map<String, Tensor> narrow(Map<String, Tensor> inputs) {
    Map<String, Tensor> narrow = new HashMap<>();
    inputs.forEach(
        (name, tensor) ->
            narrow.put(
                name, tensor.dtype() == DType.I64 ? NarrowIntegers.narrow(name, tensor) : tensor));
    return narrow;
  }

  static Map<String, Tensor> outputs(Graph graph, RunResult result) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(out -> outputs.put(out.name(), result.tensor(out.name())));
    return outputs;
  }

  /** Largest difference, relative to the largest value or 1. */
  static double difference(Tensor wanted, @Nullable Tensor got) {
    if (got == null || !got.shape().equals(wanted.shape())) {
      throw new AssertionError("got " + got + ", wanted " + wanted);
    }
    float[] a = wanted.floats();
    float[] b = got.floats();
    double scale = 1;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
      double difference = Math.abs(a[i] - b[i]);
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
    }
    return largest / scale;
  }
}
