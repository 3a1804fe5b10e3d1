package org.nexusgen.engine.tensorrt.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.plan.OnnxFolder;
import org.nexusgen.engine.tensorrt.plan.PlanCache;
import org.nexusgen.engine.tensorrt.plan.PlanKey;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.engine.tensorrt.protocol.PlanFeatures;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives plans for graphs: from the cache, or built by the worker.
 *
 * @param layer name of the native layer
 * @param generation of TensorRT
 * @param half whether float16 may be used
 */
public record PlanSource(
    Device device,
    PlanCache cache,
    String layer,
    Generation generation,
    boolean half,
    PlanOptions options) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSource.class);

  /** Tells which weights a key does not say. */
  private static final List<String> ANY_WEIGHTS = List.of("any");

  /**
   * @param task for messages
   * @param graph as TensorRT reads it
   * @param profile of its inputs with open sizes; empty if all shapes are fixed
   */
  StoredPlan plan(
      String task,
      Graph graph,
      List<InputRange> profile,
      BoundWeights weights,
      Cancellation cancellation) {
    Arithmetic arithmetic = Arithmetic.of(graph, half);
    PlanFeatures features = options.features(graph.name());
    Function<List<String>, PlanKey> keys =
        identities ->
            PlanKey.of(
                graph,
                profile,
                identities,
                arithmetic.half(),
                arithmetic.single(),
                features,
                layer,
                device.welcome());
    PlanKey key = keys.apply(weights.identities());
    Path file =
        cache.get(
            key,
            (folder, plan) -> {
              try (OnnxFolder onnx = OnnxFolder.write(folder, graph, weights.store())) {
                String model = onnx.model().toString();
                Request.Build order =
                    new Request.Build(
                        model,
                        plan.toString(),
                        arithmetic.half(),
                        arithmetic.single(),
                        profile,
                        features);
                if (features.refits()) {
                  refitOrBuild(task, order, key, keys.apply(ANY_WEIGHTS), cancellation);
                } else {
                  build(task, order, cancellation);
                }
              }
            },
            cancellation);
    return new StoredPlan(file, options.budgets().of(graph.name()));
  }

  private void build(String task, Request.Build order, Cancellation cancellation) {
    LOG.info("building a plan of {}", task);
    device.build("building a plan of " + task, order, phases(task), cancellation);
  }

  private static Device.BuildListener phases(String task) {
    return (done, total, phase) -> LOG.info("{}: {}", task, phase);
  }

  /** Kernels were chosen for the network before: with other weights they are the same. */
  private void refitOrBuild(
      String task, Request.Build order, PlanKey key, PlanKey network, Cancellation cancellation)
      throws IOException {
    Optional<Path> like = cache.like(network);
    if (like.isPresent() && refit(task, order, like.get(), cancellation)) {
      return;
    }
    build(task, order, cancellation);
    cache.remember(network, key);
  }

  private boolean refit(String task, Request.Build order, Path like, Cancellation cancellation) {
    LOG.info("refitting a plan of {}", task);
    Request.Refit refit = new Request.Refit(order.model(), like.toString(), order.plan());
    try {
      device.refit("refitting a plan of " + task, refit, phases(task), cancellation);
      return true;
    } catch (CancelledException e) {
      throw e;
    } catch (NexusGenException e) {
      LOG.warn("{}; it is built instead", e.getMessage());
      return false;
    }
  }
}
