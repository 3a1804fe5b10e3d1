package org.nexusgen.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * Several forms of one graph side by side, each with its own resident tensors.
 *
 * @param forms the first gives the results, the others are compared with it
 * @param comparison hears of every run
 */
record TwinSession(Graph graph, List<GraphSession> forms, Comparison comparison)
    implements GraphSession {
  /** What becomes of the forms' results. */
  @FunctionalInterface
  interface Comparison {
    /** One output of a run in all forms. */
    void compare(String output, List<RunResult> results);
  }

  private record Twins(List<ResidentTensor> values) implements ResidentTensor {
    @Override
    public DType dtype() {
      return values.get(0).dtype();
    }

    @Override
    public Shape shape() {
      return values.get(0).shape();
    }

    @Override
    public Tensor toHost() {
      return values.get(0).toHost();
    }

    @Override
    public void close() {
      values.forEach(ResidentTensor::close);
    }
  }

  private record Results(List<RunResult> values) implements RunResult {
    @Override
    public Tensor tensor(String name) {
      return values.get(0).tensor(name);
    }

    @Override
    public ResidentTensor keep(String name) {
      return new Twins(values.stream().map(result -> result.keep(name)).toList());
    }

    @Override
    public void close() {
      values.forEach(RunResult::close);
    }
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    List<RunResult> results = new ArrayList<>();
    for (int form = 0; form < forms.size(); form++) {
      int index = form;
      Map<String, Operand> own = new HashMap<>();
      inputs.forEach(
          (name, value) ->
              own.put(name, value instanceof Twins twins ? twins.values().get(index) : value));
      results.add(forms.get(form).run(own));
    }
    for (Graph.Argument output : graph.outputs()) {
      comparison.compare(output.name(), results);
    }
    return new Results(results);
  }

  @Override
  public void close() {
    forms.forEach(GraphSession::close);
  }
}
