package org.nexusgen.engine.tensorrt.session;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.WeightIdentity;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.graph.InputCheck;
import org.nexusgen.graph.OpenSizes;

/**
 * A graph on the device: one plan for each set of sizes that runs ask for, built when the first of
 * them comes. Where the graph says how it may grow, runs share plans of larger sizes.
 */
public final class TensorrtSession implements GraphSession {
  private final Graph graph;
  private final Growth growth;
  private final Buckets buckets;
  private final WeightStore store;
  private final List<String> identities;
  private final PlanSource plans;
  private final Device device;
  private final ReadyPlans ready;
  private volatile boolean closed;

  /**
   * Looks at all weights; builds nothing yet.
   *
   * @param plans its device is entered, and left when the session is closed
   * @param most plans that stay on the device
   */
  public TensorrtSession(
      Graph graph, WeightStore store, Buckets buckets, PlanSource plans, int most) {
    this.graph = graph;
    this.growth = Growth.of(graph);
    this.buckets = buckets;
    this.store = store;
    this.identities = WeightIdentity.of(graph, store);
    this.plans = plans;
    this.device = plans.device();
    this.ready = new ReadyPlans(most, prepared -> device.unload(prepared.plan()));
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    new InputCheck(graph).check(inputs);
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, value) -> shapes.put(name, value.shape()));
    SortedMap<String, Long> real = new OpenSizes(graph).read(shapes);
    SortedMap<String, Long> planned = growth.planned(real, buckets);
    requireOpen();
    Prepared prepared = ready.get(planned, sizes -> prepare(sizes, new Cancellation()));
    List<Device.Input> given =
        prepared.given(growth, input -> value(input, inputs, real, planned), real, planned);
    List<Request.Wanted> wanted = prepared.wanted(growth, real, planned);
    return new Outputs(device.run(task(real), prepared.plan(), given, wanted));
  }

  private Operand value(
      Graph.Argument input,
      Map<String, ? extends Operand> inputs,
      Map<String, Long> real,
      Map<String, Long> planned) {
    Operand value = inputs.get(input.name());
    if (value == null) {
      throw new IllegalStateException("input '" + input.name() + "' was checked");
    }
    if (value instanceof Tensor tensor) {
      NativeLimits.check(graph, input.name(), tensor, plans.generation());
      return input.padding() instanceof Padding.Places places && !real.equals(planned)
          ? PlacesInGrown.of(tensor, places, real, planned)
          : tensor;
    }
    return value;
  }

  private void requireOpen() {
    if (closed) {
      throw new NexusGenException("graph '" + graph.name() + "' was closed");
    }
  }

  private String task(Map<String, Long> sizes) {
    return sizes.isEmpty()
        ? "graph '%s'".formatted(graph.name())
        : "graph '%s' with %s".formatted(graph.name(), sizes);
  }

  /** The plan, and a look at what it takes and gives. */
  private Prepared prepare(SortedMap<String, Long> sizes, Cancellation cancellation) {
    Graph fixed = Prepared.fixed(graph, sizes, plans.generation());
    String task = task(sizes);
    Path plan = plans.plan(task, fixed, identities, store, cancellation);
    Set<Binding> wanted = Prepared.bindings(fixed, plans.generation());
    Set<Binding> got = new HashSet<>(device.load(task, plan));
    if (!got.equals(wanted)) {
      throw new NexusGenException(
          "%s: its plan %s has %s, the graph wants %s; delete the plan"
              .formatted(task, plan, got, wanted));
    }
    return new Prepared(fixed, plan);
  }

  @Override
  public int warm(WarmListener listener, Cancellation cancellation) {
    List<SortedMap<String, Long>> all =
        ConfiguredSizes.of(graph.name(), new OpenSizes(graph).symbols(), buckets);
    int done = 0;
    for (SortedMap<String, Long> sizes : all) {
      listener.progress(done++, all.size(), task(sizes));
      cancellation.check();
      Graph fixed = Prepared.fixed(graph, sizes, plans.generation());
      plans.plan(task(sizes), fixed, identities, store, cancellation);
    }
    listener.progress(done, all.size(), "");
    return all.size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        ready.clear();
      } finally {
        device.leave();
      }
    }
  }
}
