package org.nexusgen.engine.tensorrt.session;

import java.util.Map;
import java.util.SortedMap;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.engine.tensorrt.process.StoredPlan;

/** The plans of one graph, built when runs need them. */
interface Plans {
  /**
   * The plan for a run, and how the run's inputs and outputs lie in it.
   *
   * @param inputs checked
   * @param real the graph's open sizes in them
   */
  Job job(Map<String, ? extends Operand> inputs, SortedMap<String, Long> real);

  /** Sees to it that the next job finds a plan again whose file is gone. */
  void renew(StoredPlan gone);

  /** Builds what is configured; gives the number of plans. */
  int warm(WarmListener listener, Cancellation cancellation);

  /** Takes all from the device. */
  void clear();

  /** For messages. */
  static String task(Graph graph, Map<String, ?> sizes) {
    return sizes.isEmpty()
        ? "graph '%s'".formatted(graph.name())
        : "graph '%s' with %s".formatted(graph.name(), sizes);
  }

  /** The value of an input that was checked. */
  static Operand value(Map<String, ? extends Operand> inputs, String name) {
    Operand value = inputs.get(name);
    if (value == null) {
      throw new IllegalStateException("input '" + name + "' was checked");
    }
    return value;
  }
}
