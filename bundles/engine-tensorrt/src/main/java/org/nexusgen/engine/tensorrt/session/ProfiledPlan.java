package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Fitting;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.graph.OpenSizes;

/**
 * One plan, with one copy of the weights, for all sizes. Runs keep their own sizes; only where one
 * is nothing, and the graph says how it may grow, TensorRT gets one place, which is cut off again.
 * When a run is outside of the plan's profile, a plan of a wider one takes its place.
 */
final class ProfiledPlan implements Plans {
  private final Graph graph;
  private final Graph readable;
  private final Buckets buckets;
  private final BoundWeights weights;
  private final PlanSource plans;
  private final Growth growth;
  private final ProfileChoice choice;
  private final Set<StoredPlan> used = new HashSet<>();
  private @Nullable Current current;

  private record Current(Profile profile, StoredPlan plan) {}

  /**
   * @param graph as its author wrote it
   * @param readable the same as TensorRT reads it, with its sizes open
   */
  ProfiledPlan(
      Graph graph, Graph readable, BoundWeights weights, Buckets buckets, PlanSource plans) {
    this.graph = graph;
    this.readable = readable;
    this.buckets = buckets;
    this.weights = weights;
    this.plans = plans;
    this.growth = Growth.of(graph);
    this.choice = new ProfileChoice(growth, buckets, plans.generation());
  }

  @Override
  public Job job(Map<String, ? extends Operand> inputs, SortedMap<String, Long> real) {
    SortedMap<String, Long> planned = growth.withoutNothing(real);
    StoredPlan plan = plan(planned);
    List<Device.Input> given = new ArrayList<>();
    for (Graph.Argument input : graph.inputs()) {
      Operand value = Growth.value(input, Plans.value(inputs, input.name()), real, planned);
      Fitting fitting =
          planned.equals(real) ? Fitting.exact(value.shape()) : fitting(input, real, planned);
      given.add(new Device.Input(input.name(), fitting, value));
    }
    List<Request.Wanted> wanted = new ArrayList<>();
    for (Graph.Argument output : graph.outputs()) {
      Optional<Fitting> fitting =
          planned.equals(real) ? Optional.empty() : Optional.of(fitting(output, real, planned));
      wanted.add(new Request.Wanted(output.name(), output.type().dtype(), fitting));
    }
    return new Job(plan, given, wanted);
  }

  private Fitting fitting(
      Graph.Argument argument, Map<String, Long> real, Map<String, Long> planned) {
    return growth.fitting(argument, Growth.shape(argument, planned), real, planned);
  }

  private synchronized StoredPlan plan(SortedMap<String, Long> planned) {
    Current before = current;
    if (before != null && before.profile().holds(planned)) {
      return before.plan();
    }
    Profile profile =
        choice.of(planned, before == null ? Profile.exactly(planned) : before.profile());
    if (before != null) {
      current = null;
      plans.device().unload(before.plan()); // its weights make room for those of the next
    }
    String task = Plans.task(graph, profile.ranges());
    StoredPlan plan = build(task, profile, new Cancellation());
    check(task, plan, plans.device().load(task, plan));
    used.add(plan);
    current = new Current(profile, plan);
    return plan;
  }

  private StoredPlan build(String task, Profile profile, Cancellation cancellation) {
    return plans.plan(task, readable, profile.of(readable), weights, cancellation);
  }

  /** What the plan takes is known; of what it gives, TensorRT may know other sizes than we do. */
  private void check(String task, StoredPlan plan, List<Binding> got) {
    Set<Binding> wanted = new HashSet<>();
    readable.inputs().forEach(input -> wanted.add(OpenBinding.of(input, true)));
    readable.outputs().forEach(output -> wanted.add(OpenBinding.allOpen(output)));
    Set<Binding> found = new HashSet<>();
    got.forEach(binding -> found.add(binding.input() ? binding : OpenBinding.allOpen(binding)));
    if (!found.equals(wanted)) {
      throw new NexusGenException(
          "%s: its plan %s has %s, the graph wants %s; delete the plan"
              .formatted(task, plan.file(), got, wanted));
    }
  }

  @Override
  public synchronized void renew(StoredPlan gone) {
    Current now = current;
    if (now != null && now.plan().equals(gone)) {
      Profile profile = now.profile(); // the same plan, in the same file
      StoredPlan same = build(Plans.task(graph, profile.ranges()), profile, new Cancellation());
      current = new Current(profile, same);
    }
  }

  @Override
  public synchronized int warm(WarmListener listener, Cancellation cancellation) {
    SortedSet<String> symbols = new OpenSizes(graph).symbols();
    SortedMap<String, Long> sizes = new TreeMap<>();
    for (String symbol : symbols) {
      List<Long> listed = buckets.of(graph.name(), symbol);
      if (listed.isEmpty()) {
        return 0;
      }
      sizes.put(symbol, listed.getLast());
    }
    Profile profile = choice.of(sizes, Profile.exactly(sizes));
    String task = Plans.task(graph, profile.ranges());
    listener.progress(0, 1, task);
    cancellation.check();
    StoredPlan plan = build(task, profile, cancellation);
    used.add(plan);
    plans.cache().plans().builtAhead(plan.file());
    plans.cache().plans().checkAhead();
    listener.progress(1, 1, "");
    return 1;
  }

  @Override
  public synchronized void clear() {
    // Also those that a run may have loaded again while another replaced them.
    used.forEach(plans.device()::unload);
    used.clear();
    current = null;
  }
}
