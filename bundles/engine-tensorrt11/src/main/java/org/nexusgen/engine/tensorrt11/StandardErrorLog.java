package org.nexusgen.engine.tensorrt11;

import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.nexusgen.engine.tensorrt.worker.Worker;

/** TensorRT's own words go to standard error, where the platform keeps the last lines. */
final class StandardErrorLog extends ILogger {
  @Override
  public void log(Severity severity, String message) {
    if (severity.value <= Severity.kWARNING.value) {
      Worker.say("TensorRT: " + message);
    }
  }
}
