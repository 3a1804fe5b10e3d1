package org.nexusgen.engine.tensorrt.session;

import java.util.List;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.Request;

/** One run of a plan. */
record Job(StoredPlan plan, List<Device.Input> inputs, List<Request.Wanted> outputs) {
  Job {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
