package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.pytorch.script.Bindings;
import org.nexusgen.engine.pytorch.script.Scripts;
import org.nexusgen.graph.InputCheck;

/** One graph with its weights in PyTorch's memory. Closing waits for runs to end. */
final class TorchGraphSession implements GraphSession {
  private final Graph graph;
  private final InputCheck inputCheck;
  private final int threads;
  private final PtNDManager manager;
  private final TorchProgram program;
  private final List<PtNDArray> lasting;
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  private TorchGraphSession(
      Graph graph,
      int threads,
      PtNDManager manager,
      TorchProgram program,
      List<PtNDArray> lasting) {
    this.graph = graph;
    this.inputCheck = new InputCheck(graph);
    this.threads = threads;
    this.manager = manager;
    this.program = program;
    this.lasting = lasting;
  }

  static GraphSession open(Graph graph, WeightStore store, int threads) {
    Scripts scripts = Scripts.of(graph);
    Bindings bindings = scripts.bindings();
    Map<String, Graph.Argument> weights =
        graph.weights().stream()
            .collect(Collectors.toMap(Graph.Argument::name, Function.identity()));
    PtNDManager manager = Torch.manager();
    try {
      List<PtNDArray> lasting = new ArrayList<>();
      for (String name : bindings.lasting()) {
        Graph.Argument weight = weights.get(name);
        lasting.add(
            Torch.array(
                manager,
                weight == null ? bindings.constant(name) : WeightArrays.read(store, weight)));
      }
      TorchProgram program = TorchProgram.load(manager, graph.name(), scripts.forward());
      return new TorchGraphSession(graph, threads, manager, program, lasting);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    inputCheck.check(inputs);
    life.readLock().lock();
    try (PtNDManager step = Torch.manager()) {
      if (closed) {
        throw new NexusGenException("graph '" + graph.name() + "' was closed");
      }
      Torch.enter(threads);
      List<PtNDArray> arrays = new ArrayList<>(lasting);
      for (Graph.Argument input : graph.inputs()) {
        arrays.add(array(step, Objects.requireNonNull(inputs.get(input.name()))));
      }
      PtNDManager results = Torch.manager();
      try {
        return new TorchRunResult(graph, results, program.run(results, arrays));
      } catch (RuntimeException e) {
        results.close();
        throw e;
      }
    } finally {
      life.readLock().unlock();
    }
  }

  private PtNDArray array(PtNDManager step, Operand operand) {
    return switch (operand) {
      case Tensor tensor -> Torch.array(step, tensor);
      case TorchResidentTensor resident -> resident.array();
      case ResidentTensor foreign ->
          throw new NexusGenException(
              "graph '%s': a tensor of another engine was given: %s"
                  .formatted(graph.name(), foreign.getClass().getName()));
    };
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        program.close();
        manager.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
