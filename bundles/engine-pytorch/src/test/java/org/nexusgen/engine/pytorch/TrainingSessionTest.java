package org.nexusgen.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

@DisplayName("A training session")
class TrainingSessionTest {
  private static final double TOLERANCE = 1e-6;
  private static final Map<String, Tensor> INPUTS = TinyNet.inputs(1, 2, 3, -1, 0, 1);
  private static final Map<String, Tensor> OTHERS = TinyNet.inputs(0.5f, -2, 1);

  @Test
  @DisplayName("clips, moves weights and averages them as plain doubles do, over twenty steps")
  void arithmetic() {
    for (double clip : new double[] {0, 1, 1000}) {
      TrainingSettings settings = TinyNet.settings(Set.of(), clip, 0.9);
      PlainAdamW plain = new PlainAdamW(settings, TinyNet.weights());
      try (TrainingSession session = TinyNet.open(settings)) {
        for (int step = 1; step <= 20; step++) {
          double rate = 0.1 / step;
          session.accumulate(step % 2 == 0 ? INPUTS : OTHERS, 1);
          double wanted = plain.update(session.gradients(), rate);
          assertThat(session.update(rate)).isCloseTo(wanted, within(TOLERANCE * wanted));
        }
        requireClose(session.weights(Weights.CURRENT), plain.weights());
        requireClose(session.weights(Weights.AVERAGED), plain.averages());
      }
    }
  }

  private static void requireClose(Map<String, Tensor> got, Map<String, double[]> wanted) {
    assertThat(got.keySet()).isEqualTo(wanted.keySet());
    got.forEach(
        (name, tensor) ->
            assertThat(PlainAdamW.doubles(tensor))
                .as(name)
                .usingComparatorWithPrecision(20 * TOLERANCE)
                .containsExactly(wanted.get(name)));
  }

  @Test
  @DisplayName("adds scaled gradients until an update forgets them")
  void accumulates() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings())) {
      session.accumulate(INPUTS, 1);
      float[] once = session.gradients().get(TinyNet.WEIGHT).floats();
      session.accumulate(INPUTS, 0.5);
      float[] more = session.gradients().get(TinyNet.WEIGHT).floats();
      for (int i = 0; i < once.length; i++) {
        assertThat(more[i]).isEqualTo(1.5f * once[i]);
      }
      session.update(0.1);
      assertThat(session.gradients().get(TinyNet.WEIGHT).floats()).containsOnly(0);
    }
  }

  @Test
  @DisplayName("reports every output and evaluates current and averaged weights")
  void evaluates() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings())) {
      Map<String, Tensor> trained = session.accumulate(INPUTS, 1);
      assertThat(trained.get("y").shape().toArray()).containsExactly(2, 2);
      assertThat(loss(session.evaluate(INPUTS, Weights.CURRENT))).isEqualTo(loss(trained));
      session.update(0.1);
      float current = loss(session.evaluate(INPUTS, Weights.CURRENT));
      float averaged = loss(session.evaluate(INPUTS, Weights.AVERAGED));
      assertThat(current).isLessThan(averaged).isLessThan(loss(trained));
      assertThat(averaged).isLessThan(loss(trained));
    }
  }

  private static float loss(Map<String, Tensor> outputs) {
    return outputs.get("loss").floats()[0];
  }

  @Test
  @DisplayName("leaves frozen weights as they are, without gradient")
  void frozen() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings(Set.of(TinyNet.WEIGHT), 1, 0.9))) {
      session.accumulate(INPUTS, 1);
      assertThat(session.gradients().keySet()).containsExactly(TinyNet.BIAS);
      session.update(0.1);
      Map<String, Tensor> weights = session.weights(Weights.CURRENT);
      assertThat(weights.get(TinyNet.WEIGHT).floats()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(weights.get(TinyNet.BIAS).floats()).doesNotContain(1, -1);
    }
  }

  @Test
  @DisplayName("runs a graph all of whose weights are frozen")
  void allFrozen() {
    Set<String> all = Set.of(TinyNet.WEIGHT, TinyNet.BIAS);
    try (TrainingSession session = TinyNet.open(TinyNet.settings(all, 1, 0.9))) {
      float loss = loss(session.accumulate(INPUTS, 1));
      assertThat(session.gradients()).isEmpty();
      assertThat(session.update(0.1)).isZero();
      assertThat(loss(session.evaluate(INPUTS, Weights.AVERAGED))).isEqualTo(loss);
    }
  }

  @Test
  @DisplayName("continues from its state with the same bits")
  void restores() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings());
        TrainingSession other = TinyNet.open(TinyNet.settings())) {
      train(session, 5);
      TrainingState state = session.state();
      assertThat(state.updates()).isEqualTo(5);
      train(session, 5);
      other.restore(state);
      train(other, 5);
      Map<String, Tensor> wanted = session.state().tensors();
      Map<String, Tensor> got = other.state().tensors();
      assertThat(got.keySet()).isEqualTo(wanted.keySet()).hasSize(8);
      got.forEach((name, t) -> assertThat(t.bytes()).as(name).isEqualTo(wanted.get(name).bytes()));
    }
  }

  private static void train(TrainingSession session, int steps) {
    for (int step = 0; step < steps; step++) {
      session.accumulate(INPUTS, 1);
      session.update(0.05);
    }
  }

  @Test
  @DisplayName("gives the same bits for the same inputs")
  void isDeterministic() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings());
        TrainingSession other = TinyNet.open(TinyNet.settings())) {
      train(session, 20);
      train(other, 20);
      Map<String, Tensor> wanted = session.state().tensors();
      other
          .state()
          .tensors()
          .forEach((name, t) -> assertThat(t.bytes()).as(name).isEqualTo(wanted.get(name).bytes()));
    }
  }

  @Test
  @DisplayName("refuses the state of another graph or of other settings")
  void refusesStates() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings());
        TrainingSession plain = TinyNet.open(TinyNet.settings(Set.of(), 1, 0))) {
      assertThatThrownBy(() -> plain.restore(session.state()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("averages.layer");
      assertThatThrownBy(() -> session.restore(plain.state()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("nothing for 'averages.layer");
      Map<String, Tensor> tensors = new HashMap<>(session.state().tensors());
      tensors.put("weights.layer.bias", Tensor.of(new float[3], 3));
      assertThatThrownBy(() -> session.restore(new TrainingState(1, tensors)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("[3] for 'weights.layer.bias', this training wants [2]");
    }
  }

  @Test
  @DisplayName("refuses gradients that are not finite, and keeps its weights")
  void refusesInfiniteGradients() {
    Map<String, Tensor> huge = TinyNet.inputs(1e30f, 1, 1);
    try (TrainingSession session = TinyNet.open(TinyNet.settings())) {
      session.accumulate(huge, 1);
      assertThatThrownBy(() -> session.update(0.1))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining("norm of the gradients");
      assertThat(session.weights(Weights.CURRENT).get(TinyNet.BIAS).floats())
          .containsExactly(1, -1);
    }
  }

  @Test
  @DisplayName("names the layer that first gives a value that is not finite")
  void findsInfinity() {
    try (TrainingSession session = TinyNet.open(TinyNet.settings())) {
      assertThat(session.firstNonFinite(INPUTS)).isEmpty();
      assertThat(session.firstNonFinite(TinyNet.inputs(3e38f, 3e38f, 1)).orElseThrow())
          .contains("layer 'layer'");
      assertThat(session.firstNonFinite(TinyNet.inputs(Float.NaN, 1, 1))).contains("input 'x'");
    }
  }

  @Test
  @DisplayName("runs out of memory as Java does, and says where")
  void outOfMemory() {
    GraphBuilder b = new GraphBuilder("huge");
    Value rows = b.input("x", DType.F32, Dim.of("n"), Dim.of(1));
    Value y = Ops.mul(rows, b.weight("layer.factor", 1));
    Value square = Ops.matmul(y, Ops.transpose(rows, 1, 0));
    b.output("loss", Ops.reduceMean(square, false, 0, 1));
    Map<String, Tensor> weights = Map.of("layer.factor", Tensor.of(new float[] {1}, 1));
    int count = 1 << 23; // its square times four bytes is more than an address space
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[count], count, 1));
    try (TrainingSession session =
        new PytorchTrainingEngine().open(b.build(), weights, TinyNet.settings())) {
      assertThatThrownBy(() -> session.accumulate(inputs, 1))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining(
              "graph 'huge' failed in PyTorch at operator Linear of layer 'layer'");
    }
  }

  @Test
  @DisplayName("says which weight is missing or has another shape")
  void refusesWeights() {
    Map<String, Tensor> few = Map.of(TinyNet.BIAS, Tensor.of(new float[2], 2));
    assertThatThrownBy(
            () -> new PytorchTrainingEngine().open(TinyNet.graph(), few, TinyNet.settings()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer.weight");
    Map<String, Tensor> wrong = new HashMap<>(TinyNet.weights());
    wrong.put(TinyNet.BIAS, Tensor.of(new float[3], 3));
    assertThatThrownBy(
            () -> new PytorchTrainingEngine().open(TinyNet.graph(), wrong, TinyNet.settings()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "'layer.bias' in the starting weights has shape [3], the graph wants [2]");
  }
}
