package org.nexusgen.engine.tensorrt.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.graph.OpenSizes;

/**
 * One plan for each set of sizes that runs ask for. Where the graph says how it may grow, runs
 * share plans of larger sizes.
 */
final class SizedPlans implements Plans {
  private final Graph graph;
  private final Growth growth;
  private final Buckets buckets;
  private final BoundWeights weights;
  private final PlanSource plans;
  private final ReadyPlans ready;

  /**
   * @param most plans that stay on the device
   */
  SizedPlans(Graph graph, BoundWeights weights, Buckets buckets, PlanSource plans, int most) {
    this.graph = graph;
    this.growth = Growth.of(graph);
    this.buckets = buckets;
    this.weights = weights;
    this.plans = plans;
    this.ready = new ReadyPlans(most, prepared -> plans.device().unload(prepared.plan()));
  }

  @Override
  public Job job(Map<String, ? extends Operand> inputs, SortedMap<String, Long> real) {
    SortedMap<String, Long> planned = growth.planned(real, buckets);
    Prepared prepared = ready.get(planned, sizes -> prepare(sizes, new Cancellation()));
    return new Job(
        prepared.plan(),
        prepared.given(growth, input -> value(input, inputs, real, planned), real, planned),
        prepared.wanted(growth, real, planned));
  }

  private Operand value(
      Graph.Argument input,
      Map<String, ? extends Operand> inputs,
      Map<String, Long> real,
      Map<String, Long> planned) {
    Operand value = Plans.value(inputs, input.name());
    if (value instanceof Tensor tensor) {
      NativeLimits.check(graph, input.name(), tensor, plans.generation());
    }
    return Growth.value(input, value, real, planned);
  }

  /** The plan, and a look at what it takes and gives. */
  private Prepared prepare(SortedMap<String, Long> sizes, Cancellation cancellation) {
    Graph fixed = Prepared.fixed(graph, sizes, plans.generation());
    String task = Plans.task(graph, sizes);
    StoredPlan plan = plans.plan(task, fixed, List.of(), weights, cancellation);
    Set<Binding> wanted = Prepared.bindings(fixed, plans.generation());
    Set<Binding> got = new HashSet<>(plans.device().load(task, plan));
    if (!got.equals(wanted)) {
      throw new NexusGenException(
          "%s: its plan %s has %s, the graph wants %s; delete the plan"
              .formatted(task, plan.file(), got, wanted));
    }
    return new Prepared(fixed, plan);
  }

  @Override
  public void renew(StoredPlan gone) {
    ready.forget(gone);
  }

  @Override
  public int warm(WarmListener listener, Cancellation cancellation) {
    List<SortedMap<String, Long>> all =
        ConfiguredSizes.of(graph.name(), new OpenSizes(graph).symbols(), buckets);
    int done = 0;
    for (SortedMap<String, Long> sizes : all) {
      String task = Plans.task(graph, sizes);
      listener.progress(done++, all.size(), task);
      cancellation.check();
      Graph fixed = Prepared.fixed(graph, sizes, plans.generation());
      StoredPlan plan = plans.plan(task, fixed, List.of(), weights, cancellation);
      plans.cache().plans().builtAhead(plan.file());
    }
    plans.cache().plans().checkAhead();
    listener.progress(done, all.size(), "");
    return all.size();
  }

  @Override
  public void clear() {
    ready.clear();
  }
}
