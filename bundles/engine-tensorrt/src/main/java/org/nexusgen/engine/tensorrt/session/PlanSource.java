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
import org.nexusgen.engine.tensorrt.plan.ComputedKernels;
import org.nexusgen.engine.tensorrt.plan.EngineCache;
import org.nexusgen.engine.tensorrt.plan.OnnxFolder;
import org.nexusgen.engine.tensorrt.plan.PlanKey;
import org.nexusgen.engine.tensorrt.plan.RowConvolutions;
import org.nexusgen.engine.tensorrt.precision.FiniteMasks;
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
    EngineCache cache,
    String layer,
    Generation generation,
    boolean half,
    PlanOptions options) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSource.class);

  /** Tells which weights a key does not say. */
  private static final List<String> ANY_WEIGHTS = List.of("any");

  /**
   * @param task for messages
   * @param read the graph as TensorRT reads it
   * @param profile of its inputs with open sizes; empty if all shapes are fixed
   */
  StoredPlan plan(
      String task,
      Graph read,
      List<InputRange> profile,
      BoundWeights weights,
      Cancellation cancellation) {
    Graph graph = half ? FiniteMasks.of(read) : read;
    Arithmetic arithmetic = Arithmetic.of(graph, half);
    PlanFeatures features = options.features(graph.name(), half);
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
        cache
            .plans()
            .get(
                key,
                (folder, plan) -> {
                  RowConvolutions rows = generation.written(graph);
                  ComputedKernels written = ComputedKernels.of(rows.graph(), weights.store());
                  Arithmetic its = Arithmetic.of(graph, half, written.graph(), rows.origins());
                  try (OnnxFolder onnx =
                      OnnxFolder.write(folder, written.graph(), written::entry, cancellation)) {
                    weights.checkSame(cancellation);
                    String model = onnx.model().toString();
                    Request.Build order =
                        new Request.Build(
                            model,
                            plan.toString(),
                            its.half(),
                            its.single(),
                            profile,
                            features,
                            cache.plans().timings(layer, device.welcome()).toString());
                    Maker maker = new Maker(task, options.place(onnx.weightBytes()), cancellation);
                    if (features.refits()) {
                      refitOrBuild(maker, order, key, keys.apply(ANY_WEIGHTS));
                    } else {
                      build(maker, order);
                    }
                  }
                },
                cancellation);
    return new StoredPlan(file, options.budgets().of(graph.name()));
  }

  /** What is the same for whatever is made for one plan. */
  private record Maker(String task, Device.Place place, Cancellation cancellation) {}

  private void build(Maker maker, Request.Build order) {
    make("building a plan of ", maker, order);
  }

  private void make(String what, Maker maker, Request order) {
    LOG.info("{}{}", what, maker.task());
    device.make(
        what + maker.task(),
        order,
        maker.place(),
        (done, total, phase) -> LOG.info("{}: {}", maker.task(), phase),
        maker.cancellation());
  }

  /** Kernels were chosen for the network before: with other weights they are the same. */
  private void refitOrBuild(Maker maker, Request.Build order, PlanKey key, PlanKey network)
      throws IOException {
    Optional<Path> like = cache.plans().like(network, maker.cancellation());
    if (like.isPresent() && refits(maker, order, like.get())) {
      return;
    }
    build(maker, order);
    cache.plans().remember(network, key);
  }

  private boolean refits(Maker maker, Request.Build order, Path like) {
    try {
      make(
          "refitting a plan of ",
          maker,
          new Request.Refit(order.model(), like.toString(), order.plan()));
      return true;
    } catch (CancelledException e) {
      throw e;
    } catch (NexusGenException e) {
      LOG.warn("{}; it is built instead", e.getMessage());
      return false;
    }
  }
}
