package org.nexusgen.engine.tensorrt.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.PlanGoneException;
import org.nexusgen.graph.InputCheck;
import org.nexusgen.graph.OpenSizes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A graph on the device. */
public final class TensorrtSession implements GraphSession {
  private static final Logger LOG = LoggerFactory.getLogger(TensorrtSession.class);

  private final Graph graph;
  private final Plans plans;
  private final Device device;
  private volatile boolean closed;

  /**
   * Looks at all weights; builds nothing yet.
   *
   * @param source its device is entered, and left when the session is closed
   * @param most plans of one set of sizes that stay on the device
   */
  public TensorrtSession(
      Graph graph, WeightStore store, Buckets buckets, PlanSource source, int most) {
    this.graph = graph;
    this.device = source.device();
    BoundWeights weights = BoundWeights.of(graph, store, source.cache().files());
    boolean fixed = source.options().fixedSizes();
    boolean anyOpen = !new OpenSizes(graph).symbols().isEmpty();
    Optional<Graph> open = fixed || !anyOpen ? Optional.empty() : source.generation().open(graph);
    this.plans =
        open.<Plans>map(readable -> new ProfiledPlan(graph, readable, weights, buckets, source))
            .orElseGet(() -> new SizedPlans(graph, weights, buckets, source, most));
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    new InputCheck(graph).check(inputs);
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, value) -> shapes.put(name, value.shape()));
    SortedMap<String, Long> real = new OpenSizes(graph).read(shapes);
    if (closed) {
      throw new NexusGenException("graph '" + graph.name() + "' was closed");
    }
    try {
      return run(inputs, real);
    } catch (PlanGoneException e) {
      LOG.info("{}", e.getMessage());
      plans.renew(e.plan());
      return run(inputs, real); // whoever deletes it again must be told
    }
  }

  private RunResult run(Map<String, ? extends Operand> inputs, SortedMap<String, Long> real) {
    Job job = plans.job(inputs, real);
    return new Outputs(
        device.run(Plans.task(graph, real), job.plan(), job.inputs(), job.outputs()));
  }

  @Override
  public int warm(WarmListener listener, Cancellation cancellation) {
    return plans.warm(listener, cancellation);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        plans.clear();
      } finally {
        device.leave();
      }
    }
  }
}
