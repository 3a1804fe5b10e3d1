package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainablePart;
import org.nexusgen.api.weights.WeightStore;
import org.osgi.annotation.versioning.ConsumerType;

/** What every part that can be trained promises; contracts of the kinds of part extend this. */
@ConsumerType
public abstract class TrainablePartContract {
  private static final double TOLERANCE = 1e-4;

  protected TrainablePartContract() {}

  /** A model that has the part's weights beside the configuration that describes them. */
  protected abstract PartContext context();

  /** The part of that model. */
  protected abstract TrainablePart part();

  /** All its networks. */
  protected abstract List<Graph> graphs();

  @Test
  @DisplayName("each weight of its networks has a start, once and of its shape")
  void starts() {
    Map<String, Shape> wanted = new TreeMap<>();
    for (Graph graph : graphs()) {
      graph.weights().forEach(weight -> wanted.put(weight.name(), weight.type().shape()));
    }
    Map<String, Shape> got = new TreeMap<>();
    for (InitialWeight weight : part().initialWeights()) {
      assertThat(got.put(weight.name(), weight.shape())).as(weight.name()).isNull();
    }
    assertThat(got).isEqualTo(wanted).isNotEmpty();
  }

  @Test
  @DisplayName("its configuration alone gives the names and shapes of the model's file")
  void described() {
    WeightStore store = context().model().weights(part().weightSet());
    for (InitialWeight weight : part().initialWeights()) {
      assertThat(store.names()).contains(weight.name());
      assertThat(store.entry(weight.name()).shape()).isEqualTo(weight.shape());
    }
  }

  /** One of the network's outputs, with the model's weights. */
  final Tensor run(Graph graph, Map<String, Tensor> inputs, String output) {
    PartContext context = context();
    WeightStore store = context.model().weights(part().weightSet());
    try (GraphSession session = context.engine().open(graph, store, context.session());
        RunResult result = session.run(new HashMap<>(inputs))) {
      return result.tensor(output);
    }
  }

  /** A row of a batch is what it is alone. */
  static void assertRow(Tensor batch, int row, Tensor alone) {
    Tensor got = batch.rows(row, row + 1);
    assertThat(got.shape().elements()).isEqualTo(alone.shape().elements());
    Close.assertClose(got.floats(), alone.floats(), TOLERANCE);
  }

  static Tensor random(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  /** Tensors [1,…] as one [n,…]. */
  static Tensor stack(List<Tensor> rows) {
    long[] shape = rows.get(0).shape().toArray();
    shape[0] = rows.size();
    float[] all = new float[Math.toIntExact(Shape.of(shape).elements())];
    int at = 0;
    for (Tensor row : rows) {
      float[] values = row.floats();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return Tensor.of(all, shape);
  }
}
