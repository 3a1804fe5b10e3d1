package org.nexusgen.engine.tensorrt11;

import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.nexusgen.engine.tensorrt.worker.NativeWords;

/** What TensorRT says of its work. */
final class StandardErrorLog extends ILogger {
  @Override
  public void log(Severity severity, String message) {
    NativeWords.say(severity.value, message);
  }
}
