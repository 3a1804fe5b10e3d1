package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;

/** Our settings in ONNX Runtime's words. */
final class Options {
  private Options() {}

  static SessionOptions of(SessionSettings settings) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setIntraOpNumThreads(settings.threads() > 0 ? settings.threads() : Processors.cores());
    // Several sessions share the processor: one that waits must not burn it.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // Shapes change from run to run, so a plan of the first run's memory is of no use.
    options.setMemoryPatternOptimization(false);
    if (settings.weightMemory() == WeightMemory.MAPPED && !isBlocks(settings)) {
      options.addConfigEntry("session.disable_prepacking", "1");
    }
    return options;
  }

  // Without prepacking, products of block weights unpack them every time: 25 times slower. Blocks
  // are small, so their packed copy stays.
  private static boolean isBlocks(SessionSettings settings) {
    return switch (settings.weightPrecision()) {
      case INT8_BLOCKS, INT4_BLOCKS -> true;
      case CHECKPOINT, FLOAT8 -> false;
    };
  }
}
