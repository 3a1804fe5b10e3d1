package org.nexusgen.engine.tensorrt.session;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.OnnxFolder;
import org.nexusgen.engine.tensorrt.plan.PlanCache;
import org.nexusgen.engine.tensorrt.plan.PlanKey;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives plans for graphs of fixed shapes: from the cache, or built by the worker.
 *
 * @param layer name of the native layer
 * @param generation of TensorRT
 * @param half whether float16 may be used
 */
public record PlanSource(
    Device device, PlanCache cache, String layer, Generation generation, boolean half) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSource.class);

  /**
   * @param task for messages
   * @param identities of the weights
   */
  Path plan(
      String task,
      Graph graph,
      List<String> identities,
      WeightStore store,
      Cancellation cancellation) {
    Arithmetic arithmetic = Arithmetic.of(graph, half);
    PlanKey key =
        PlanKey.of(
            graph, identities, arithmetic.half(), arithmetic.single(), layer, device.welcome());
    return cache.get(
        key,
        (folder, file) -> {
          LOG.info("building a plan of {}", task);
          try (OnnxFolder onnx = OnnxFolder.write(folder, graph, store)) {
            Request.Build order =
                new Request.Build(
                    onnx.model().toString(),
                    file.toString(),
                    arithmetic.half(),
                    arithmetic.single());
            device.build(
                "building a plan of " + task,
                order,
                (done, total, phase) -> LOG.info("{}: {}", task, phase),
                cancellation);
          }
        },
        cancellation);
  }
}
