package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;

/**
 * Behaves as TensorRT 11 does: every type is as it is in the graph, sizes are open within a
 * profile, tensors stay on the device.
 */
public final class StandIn11Layer extends StandInLayer {
  /** The value of the setting {@code tensorrt.layer}. */
  public static final String NAME = "stand-in-11";

  /** Computes with ONNX Runtime, too. */
  public StandIn11Layer() {
    super(NAME, "11.2.1");
  }

  @Override
  public DeviceMemory allocate(long bytes) throws IOException {
    Faults.at("allocate");
    return new StandInMemory(Math.toIntExact(bytes));
  }

  @Override
  Plan plan(PlanFile.Content content, Path folder) throws IOException, OrtException {
    return new StandIn11Plan(environment(), content, folder);
  }
}
