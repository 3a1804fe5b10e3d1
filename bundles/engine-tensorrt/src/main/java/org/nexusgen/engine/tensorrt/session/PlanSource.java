package org.nexusgen.engine.tensorrt.session;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.plan.OnnxFolder;
import org.nexusgen.engine.tensorrt.plan.PlanCache;
import org.nexusgen.engine.tensorrt.plan.PlanKey;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
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
    Device device, PlanCache cache, String layer, Generation generation, boolean half) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSource.class);

  /**
   * @param task for messages
   * @param graph as TensorRT reads it
   * @param profile of its inputs with open sizes; empty if all shapes are fixed
   */
  Path plan(
      String task,
      Graph graph,
      List<InputRange> profile,
      BoundWeights weights,
      Cancellation cancellation) {
    Arithmetic arithmetic = Arithmetic.of(graph, half);
    PlanKey key =
        PlanKey.of(
            graph,
            profile,
            weights.identities(),
            arithmetic.half(),
            arithmetic.single(),
            layer,
            device.welcome());
    return cache.get(
        key,
        (folder, file) -> {
          LOG.info("building a plan of {}", task);
          try (OnnxFolder onnx = OnnxFolder.write(folder, graph, weights.store())) {
            Request.Build order =
                new Request.Build(
                    onnx.model().toString(),
                    file.toString(),
                    arithmetic.half(),
                    arithmetic.single(),
                    profile);
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
