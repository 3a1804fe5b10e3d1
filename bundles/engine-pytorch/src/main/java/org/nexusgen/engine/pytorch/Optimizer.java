package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;
import org.nexusgen.engine.pytorch.script.FlatWeights;
import org.nexusgen.engine.pytorch.script.OptimizerScript;

/** The weights that are trained, with all that moves them. */
final class Optimizer {
  private static final String WEIGHTS = "weights.";
  private static final String FIRST_MOMENTS = "first_moments.";
  private static final String SECOND_MOMENTS = "second_moments.";
  private static final String AVERAGES = "averages.";

  /** Of {@code torch.nn.utils.clip_grad_norm_}. */
  private static final double CLIP_EPSILON = 1e-6;

  private final String graph;
  private final PtNDManager manager;
  private final FlatWeights layout;
  private final TrainingSettings settings;
  private final TorchProgram program;
  private final TrainedWeights gradients;
  private TrainedWeights weights;
  private TrainedWeights first;
  private TrainedWeights second;
  private Optional<TrainedWeights> average;
  private long updates;

  Optimizer(
      String graph,
      PtNDManager manager,
      FlatWeights layout,
      TrainingSettings settings,
      Function<String, Tensor> start) {
    this.graph = graph;
    this.manager = manager;
    this.layout = layout;
    this.settings = settings;
    this.program = TorchProgram.load(manager, graph, OptimizerScript.text());
    this.gradients = TrainedWeights.zeros(manager, layout);
    this.weights = leaf(start);
    this.first = TrainedWeights.zeros(manager, layout);
    this.second = TrainedWeights.zeros(manager, layout);
    this.average =
        settings.averageDecay() > 0
            ? Optional.of(TrainedWeights.of(manager, layout, start))
            : Optional.empty();
  }

  private TrainedWeights leaf(Function<String, Tensor> values) {
    TrainedWeights vector = TrainedWeights.of(manager, layout, values);
    if (!layout.pieces().isEmpty()) {
      vector.vector().setRequiresGradient(true);
    }
    return vector;
  }

  TrainedWeights weights() {
    return weights;
  }

  TrainedWeights averages() {
    return average.orElse(weights);
  }

  TrainedWeights gradients() {
    return gradients;
  }

  double update(double learningRate) {
    List<PtNDArray> vectors =
        new ArrayList<>(
            List.of(weights.vector(), gradients.vector(), first.vector(), second.vector()));
    average.ifPresent(a -> vectors.add(a.vector()));
    double norm = program.number("norm", vectors);
    if (!Double.isFinite(norm)) {
      throw new NexusGenException(
          "graph '%s': the norm of the gradients is %s after %d updates"
              .formatted(graph, norm, updates));
    }
    updates++;
    program.number("update", vectors, step(learningRate, norm).numbers());
    return norm;
  }

  private OptimizerScript.Step step(double learningRate, double norm) {
    AdamW adamw = settings.optimizer();
    double clip =
        settings.clipNorm() > 0 ? Math.min(1, settings.clipNorm() / (norm + CLIP_EPSILON)) : 1;
    return new OptimizerScript.Step(
        clip,
        layout.decayed(),
        1 - learningRate * adamw.weightDecay(),
        adamw.beta1(),
        adamw.beta2(),
        Math.sqrt(1 - Math.pow(adamw.beta2(), (double) updates)),
        adamw.epsilon(),
        learningRate / (1 - Math.pow(adamw.beta1(), (double) updates)),
        average.isPresent() ? 1 - settings.averageDecay() : 0);
  }

  TrainingState state() {
    Map<String, Tensor> tensors = new HashMap<>(weights.tensors(WEIGHTS));
    tensors.putAll(first.tensors(FIRST_MOMENTS));
    tensors.putAll(second.tensors(SECOND_MOMENTS));
    average.ifPresent(a -> tensors.putAll(a.tensors(AVERAGES)));
    return new TrainingState(updates, tensors);
  }

  void restore(TrainingState state) {
    Map<String, Tensor> tensors = state.tensors();
    check(tensors);
    List<TrainedWeights> old = new ArrayList<>(List.of(weights, first, second));
    average.ifPresent(old::add);
    weights = leaf(name -> value(tensors, WEIGHTS + name));
    first = TrainedWeights.of(manager, layout, name -> value(tensors, FIRST_MOMENTS + name));
    second = TrainedWeights.of(manager, layout, name -> value(tensors, SECOND_MOMENTS + name));
    average =
        average.map(
            a -> TrainedWeights.of(manager, layout, name -> value(tensors, AVERAGES + name)));
    updates = state.updates();
    old.forEach(TrainedWeights::close);
  }

  private static Tensor value(Map<String, Tensor> checked, String name) {
    return Objects.requireNonNull(checked.get(name), name);
  }

  private void check(Map<String, Tensor> tensors) {
    Set<String> surplus = new HashSet<>(tensors.keySet());
    List<String> prefixes = new ArrayList<>(List.of(WEIGHTS, FIRST_MOMENTS, SECOND_MOMENTS));
    average.ifPresent(a -> prefixes.add(AVERAGES));
    for (String prefix : prefixes) {
      for (FlatWeights.Piece piece : layout.pieces()) {
        Tensor tensor = tensors.get(prefix + piece.name());
        if (tensor == null || !tensor.shape().equals(piece.shape())) {
          throw new BadInputException(
              ("graph '%s': the training state has %s for '%s%s', this training wants %s: it is of"
                      + " another graph or other settings")
                  .formatted(
                      graph,
                      tensor == null ? "nothing" : tensor.shape(),
                      prefix,
                      piece.name(),
                      piece.shape()));
        }
        surplus.remove(prefix + piece.name());
      }
    }
    if (!surplus.isEmpty()) {
      throw new BadInputException(
          ("graph '%s': the training state has %s, which this training does not: it is of another"
                  + " graph or other settings")
              .formatted(graph, surplus.stream().sorted().limit(3).toList()));
    }
  }

  void close() {
    program.close();
  }
}
