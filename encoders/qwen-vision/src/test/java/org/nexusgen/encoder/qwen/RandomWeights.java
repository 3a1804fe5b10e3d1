package org.nexusgen.encoder.qwen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** Normal values for every weight of a graph, in memory. */
record RandomWeights(Map<String, Tensor> tensors) implements WeightStore {
  static RandomWeights of(Graph graph, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Graph.Argument weight : graph.weights()) {
      long[] shape =
          weight.type().dims().stream().mapToLong(dim -> ((Dim.Fixed) dim).size()).toArray();
      tensors.put(weight.name(), random(shape, random));
    }
    return new RandomWeights(tensors);
  }

  private static Tensor random(long[] shape, Random random) {
    int count = 1;
    for (long dim : shape) {
      count *= (int) dim;
    }
    // Matrices keep the size of what passes them; vectors are biases and norms near 1.
    double scale = shape.length == 1 ? 0.2 : 1 / Math.sqrt((double) count / shape[0]);
    double mean = shape.length == 1 ? 0.8 : 0;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + scale * random.nextGaussian());
    }
    return Tensor.of(values, shape);
  }

  double[] doubles(String name) {
    float[] values = tensors.get(name).floats();
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public WeightEntry entry(String name) {
    return new WeightEntry.InMemory(name, tensors.get(name));
  }

  @Override
  public Tensor read(String name) {
    return tensors.get(name);
  }

  @Override
  public String where() {
    return "the test";
  }
}
