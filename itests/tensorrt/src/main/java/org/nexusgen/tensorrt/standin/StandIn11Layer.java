package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;

/**
 * Behaves as TensorRT 11 does: every type is as it is in the graph, sizes are open within a
 * profile, tensors stay on the device, weights are streamed and replaced.
 */
public final class StandIn11Layer extends StandInLayer {
  /** The value of the setting {@code tensorrt.layer}. */
  public static final String NAME = "stand-in-11";

  /** Computes with ONNX Runtime, too. */
  public StandIn11Layer() {
    super(NAME, "11.2.1");
  }

  @Override
  public Reply.Welcome open() throws IOException {
    Journal.note("open");
    return super.open();
  }

  @Override
  public DeviceMemory allocate(long bytes) throws IOException {
    Faults.at("allocate");
    return new StandInMemory(Math.toIntExact(bytes));
  }

  @Override
  public void build(Request.Build order, BuildListener listener) throws IOException {
    Journal.note("build");
    super.build(order, listener);
  }

  @Override
  public void refit(Request.Refit order, BuildListener listener) throws IOException {
    Faults.at("refit");
    Journal.note("refit");
    PlanFile.Content from = new PlanFile(Path.of(order.from())).read();
    if (!from.order().features().refits()) {
      Faults.abort("plan " + order.from() + " was not built for it");
    }
    if (!from.model().equals(ByteBuffer.wrap(Files.readAllBytes(Path.of(order.model()))))) {
      throw new IOException("the plan is of another network");
    }
    PlanFile.write(
        new Request.Build(
            order.model(),
            order.plan(),
            from.order().half(),
            from.order().single(),
            from.order().profile(),
            from.order().features(),
            ""));
  }

  @Override
  public Plan load(Path plan, long weightBytes) throws IOException {
    Journal.note("load " + weightBytes);
    if (!new PlanFile(plan).read().order().features().streams()) {
      Faults.abort("plan " + plan + " does not stream");
    }
    return load(plan);
  }

  @Override
  Plan plan(PlanFile.Content content, Path folder, Runnable closed)
      throws IOException, OrtException {
    return new StandIn11Plan(environment(), content, folder, closed);
  }
}
