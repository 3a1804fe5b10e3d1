package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.SerializationFlag;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.IRefitter;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ISerializationConfig;
import org.bytedeco.tensorrt.nvonnxparser.IParserRefitter;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;
import org.nexusgen.engine.tensorrt.worker.NativeWords;

/** Makes a plan of another one: TensorRT replaces the weights, kernels stay. */
final class PlanRefitter {
  private static final int PHASES = 3;

  private PlanRefitter() {}

  static void refit(
      Request.Refit order, IRuntime runtime, ILogger log, NativeLayer.BuildListener listener)
      throws IOException {
    listener.phase(0, PHASES, "loading the plan");
    ICudaEngine engine = PlanFiles.read(runtime, Path.of(order.from()));
    try {
      if (!engine.isRefittable()) {
        throw new IOException("plan %s does not refit".formatted(order.from()));
      }
      listener.phase(1, PHASES, "replacing the weights");
      replace(order, engine, log);
      listener.phase(2, PHASES, "writing the plan");
      write(engine, Path.of(order.plan()));
    } finally {
      Deletion.of(engine);
    }
  }

  private static void replace(Request.Refit order, ICudaEngine engine, ILogger log)
      throws IOException {
    IRefitter refitter = Made.require(nvinfer.createInferRefitter(engine, log), "refitter");
    try {
      // Stays until the process ends, as the reader of networks does.
      IParserRefitter reader =
          Made.require(nvonnxparser.createParserRefitter(refitter, log), "reader of weights");
      if (!reader.refitFromFile(order.model())) {
        throw new IOException(
            "TensorRT cannot read the weights: "
                + ReaderErrors.of(reader.getNbErrors(), reader::getError));
      }
      if (!refitter.refitCudaEngine()) {
        throw new IOException("TensorRT does not refit" + NativeWords.because());
      }
    } finally {
      Deletion.of(refitter); // before its engine
    }
  }

  private static void write(ICudaEngine engine, Path file) throws IOException {
    ISerializationConfig config = Made.require(engine.createSerializationConfig(), "configuration");
    IHostMemory plan = null;
    try {
      config.setFlag(SerializationFlag.kINCLUDE_REFIT);
      plan = Made.require(engine.serializeWithConfig(config), "plan");
      PlanFiles.write(plan, file);
    } finally {
      Deletion.of(plan);
      Deletion.of(config);
    }
  }
}
