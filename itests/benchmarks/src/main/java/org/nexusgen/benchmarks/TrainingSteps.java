package org.nexusgen.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;

/**
 * Processor time of a training step: {@code compare_training.py} runs it beside the same network in
 * Python.
 */
public final class TrainingSteps {
  private static final double INITIAL_RANGE = 0.02;
  private static final double RATE = 1e-3;
  private static final double NANOS_PER_MILLI = 1e6;

  private TrainingSteps() {}

  /**
   * @param arguments dims, warm-up steps, measured steps, threads
   */
  public static void main(String[] arguments) {
    StackDims dims = StackDims.of(arguments[0]);
    int warmUp = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    Graph graph = new TrainingStack(dims).graph();
    Set<String> vectors =
        graph.weights().stream()
            .filter(weight -> weight.type().rank() == 1)
            .map(Graph.Argument::name)
            .collect(Collectors.toSet());
    AdamW adamw = new AdamW(0.9, 0.999, 1e-8, 0.01, vectors);
    TrainingSettings settings = new TrainingSettings(threads, "loss", Set.of(), adamw, 1, 0);
    TrainingEngine engine = ServiceLoader.load(TrainingEngine.class).findFirst().orElseThrow();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Tensor> inputs = inputs(dims);
    try (TrainingSession session = engine.open(graph, weights(graph), settings)) {
      float first = step(session, inputs);
      for (int i = 1; i < warmUp; i++) {
        step(session, inputs);
      }
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      float last = first;
      for (int i = 0; i < steps; i++) {
        last = step(session, inputs);
      }
      System.out.printf(
          "{\"cpu_ms\": %.2f, \"wall_ms\": %.2f, \"first\": %.5f, \"last\": %.5f}%n",
          (system.getProcessCpuTime() - cpu) / NANOS_PER_MILLI / steps,
          (System.nanoTime() - wall) / NANOS_PER_MILLI / steps,
          first,
          last);
    }
  }

  private static float step(TrainingSession session, Map<String, Tensor> inputs) {
    float loss = session.accumulate(inputs, 1).get("loss").floats()[0];
    session.update(RATE);
    return loss;
  }

  private static Map<String, Tensor> weights(Graph graph) {
    Random random = new Random(1);
    Map<String, Tensor> weights = new HashMap<>();
    for (Graph.Argument weight : graph.weights()) {
      long[] shape =
          weight.type().dims().stream().mapToLong(dim -> ((Dim.Fixed) dim).size()).toArray();
      float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            shape.length == 1
                ? weight.name().endsWith("bias") ? 0 : 1
                : (float) (random.nextGaussian() * INITIAL_RANGE);
      }
      weights.put(weight.name(), Tensor.of(values, shape));
    }
    return weights;
  }

  private static Map<String, Tensor> inputs(StackDims dims) {
    Random random = new Random(2);
    int count = dims.batch() * dims.rows();
    long[] ids = random.longs(count, 0, dims.vocabulary()).toArray();
    long[] labels = random.longs(count, 0, dims.vocabulary()).toArray();
    int pairs = dims.headDim() / 2;
    float[] cos = new float[count * pairs];
    float[] sin = new float[count * pairs];
    for (int i = 0; i < cos.length; i++) {
      double angle = i / pairs % dims.rows() * Math.pow(10000, -(i % pairs) / (double) pairs);
      cos[i] = (float) Math.cos(angle);
      sin[i] = (float) Math.sin(angle);
    }
    return Map.of(
        "ids", Tensor.of(ids, dims.batch(), dims.rows()),
        "labels", Tensor.of(labels, count),
        "cos", Tensor.of(cos, dims.batch(), dims.rows(), pairs),
        "sin", Tensor.of(sin, dims.batch(), dims.rows(), pairs));
  }
}
