package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;
import org.nexusgen.engine.pytorch.script.Bindings;
import org.nexusgen.engine.pytorch.script.FlatWeights;
import org.nexusgen.engine.pytorch.script.Scripts;
import org.nexusgen.graph.InputCheck;

/** A graph in training: one script forwards and backwards, one forwards, and the optimizer. */
final class TorchTrainingSession implements TrainingSession {
  private static final long MILLION = 1_000_000;

  private final Graph graph;
  private final TrainingSettings settings;
  private final InputCheck inputCheck;
  private final Scripts scripts;
  private final FlatWeights layout;
  private final PtNDManager manager;
  private final List<PtNDArray> lasting;
  private final Map<String, Tensor> frozen;
  private final Optimizer optimizer;
  private final TorchProgram accumulate;
  private final TorchProgram evaluate;
  private boolean closed;

  private TorchTrainingSession(
      Graph graph, Map<String, Tensor> weights, TrainingSettings settings, PtNDManager manager) {
    this.graph = graph;
    this.settings = settings;
    this.inputCheck = new InputCheck(graph);
    this.manager = manager;
    this.scripts = Scripts.of(graph);
    this.layout = layout(graph, settings);
    requireSize();
    Bindings bindings = scripts.bindings(layout);
    this.lasting = new ArrayList<>();
    this.frozen = new LinkedHashMap<>();
    for (String name : bindings.lasting()) {
      Tensor weight = weights.get(name);
      if (weight != null) {
        frozen.put(name, weight);
      }
      lasting.add(Torch.array(manager, weight == null ? bindings.constant(name) : weight));
    }
    Torch.enter(settings.threads());
    this.optimizer =
        new Optimizer(
            graph.name(),
            manager,
            layout,
            settings,
            name -> Objects.requireNonNull(weights.get(name), name));
    this.accumulate =
        TorchProgram.load(manager, graph.name(), scripts.accumulate(layout, settings.loss()));
    this.evaluate = TorchProgram.load(manager, graph.name(), scripts.evaluate(layout));
  }

  /** Values go between Java and PyTorch in one buffer. */
  private void requireSize() {
    if (layout.length() > Integer.MAX_VALUE / Float.BYTES) {
      throw new NexusGenException(
          "graph '%s': %d million weights are to be trained, this engine takes %d: freeze some"
              .formatted(
                  graph.name(),
                  layout.length() / MILLION,
                  Integer.MAX_VALUE / Float.BYTES / MILLION));
    }
  }

  static TrainingSession open(Graph graph, Map<String, Tensor> given, TrainingSettings settings) {
    checkLoss(graph, settings);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Graph.Argument weight : graph.weights()) {
      Tensor tensor = given.get(weight.name());
      if (tensor == null) {
        throw new BadInputException(
            "graph '%s': no value was given for weight '%s'"
                .formatted(graph.name(), weight.name()));
      }
      WeightArrays.check(weight, tensor, "the starting weights");
      weights.put(
          weight.name(),
          tensor.dtype() == DType.F32
              ? tensor
              : Tensor.of(tensor.floats(), tensor.shape().toArray()));
    }
    PtNDManager manager = Torch.manager();
    try {
      return new TorchTrainingSession(graph, weights, settings, manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static void checkLoss(Graph graph, TrainingSettings settings) {
    boolean isScalar =
        graph.outputs().stream()
            .filter(output -> output.name().equals(settings.loss()))
            .anyMatch(o -> o.type().dtype() == DType.F32 && o.type().rank() == 0);
    if (!isScalar) {
      throw new NexusGenException(
          "graph '%s' has the outputs %s, none of which is the loss '%s', a scalar F32"
              .formatted(graph.name(), graph.outputs(), settings.loss()));
    }
  }

  private static FlatWeights layout(Graph graph, TrainingSettings settings) {
    return FlatWeights.of(
        graph.weights().stream()
            .filter(weight -> !settings.frozen().contains(weight.name()))
            .map(w -> new FlatWeights.Entry(w.name(), WeightArrays.shape(w)))
            .toList(),
        settings.optimizer().undecayed());
  }

  @Override
  public Map<String, Tensor> accumulate(Map<String, Tensor> inputs, double scale) {
    try (PtNDManager step = entered(inputs)) {
      List<PtNDArray> arrays = new ArrayList<>();
      arrays.add(Torch.array(step, Tensor.scalar((float) scale)));
      arrays.add(optimizer.weights().vector());
      arrays.add(optimizer.gradients().vector());
      addRest(arrays, step, inputs);
      return outputs(accumulate.runWithGradients(arrays));
    }
  }

  @Override
  public double update(double learningRate) {
    enter();
    return optimizer.update(learningRate);
  }

  @Override
  public Map<String, Tensor> evaluate(Map<String, Tensor> inputs, Weights which) {
    try (PtNDManager step = entered(inputs)) {
      List<PtNDArray> arrays = new ArrayList<>();
      arrays.add(vector(which).vector());
      addRest(arrays, step, inputs);
      return outputs(evaluate.run(step, arrays));
    }
  }

  private TrainedWeights vector(Weights which) {
    return switch (which) {
      case CURRENT -> optimizer.weights();
      case AVERAGED -> optimizer.averages();
    };
  }

  private void enter() {
    if (closed) {
      throw new NexusGenException("the training of graph '" + graph.name() + "' was closed");
    }
    Torch.enter(settings.threads());
  }

  private PtNDManager entered(Map<String, Tensor> inputs) {
    inputCheck.check(inputs);
    enter();
    return Torch.manager();
  }

  private void addRest(List<PtNDArray> arrays, PtNDManager step, Map<String, Tensor> inputs) {
    arrays.addAll(lasting);
    for (Graph.Argument input : graph.inputs()) {
      arrays.add(Torch.array(step, Objects.requireNonNull(inputs.get(input.name()))));
    }
  }

  private Map<String, Tensor> outputs(PtNDArray... arrays) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < arrays.length; i++) {
      outputs.put(graph.outputs().get(i).name(), Torch.tensor(arrays[i]));
    }
    return outputs;
  }

  @Override
  public Map<String, Tensor> gradients() {
    enter();
    return optimizer.gradients().tensors("");
  }

  @Override
  public Map<String, Tensor> weights(Weights which) {
    enter();
    Map<String, Tensor> weights = new LinkedHashMap<>(frozen);
    weights.putAll(vector(which).tensors(""));
    return weights;
  }

  @Override
  public TrainingState state() {
    enter();
    return optimizer.state();
  }

  @Override
  public void restore(TrainingState state) {
    enter();
    optimizer.restore(state);
  }

  // The script is made when it is asked for: that happens once in a training, at its end.
  @Override
  public Optional<String> firstNonFinite(Map<String, Tensor> inputs) {
    try (PtNDManager step = entered(inputs);
        TorchProgram program =
            TorchProgram.load(step, graph.name(), scripts.firstNonFinite(layout))) {
      List<PtNDArray> arrays = new ArrayList<>();
      arrays.add(optimizer.weights().vector());
      addRest(arrays, step, inputs);
      int number = Torch.tensor(program.run(step, arrays)[0]).ints()[0];
      return number < 0 ? Optional.empty() : Optional.of(scripts.checkpoints().get(number));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      accumulate.close();
      evaluate.close();
      optimizer.close();
      manager.close();
    }
  }
}
