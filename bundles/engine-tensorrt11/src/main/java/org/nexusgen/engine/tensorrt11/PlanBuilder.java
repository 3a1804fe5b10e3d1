package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.INoCopy;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/**
 * Builds plans of strongly typed networks: every layer computes in the types that the file says. A
 * progress monitor cannot be written in Java with JavaCPP's classes: phases are all that is told.
 */
final class PlanBuilder implements AutoCloseable {
  /** Scratch memory that a kernel may ask for: 8 GiB, of which the builder takes what it needs. */
  private static final long WORKSPACE = 8L << 30;

  /** No flags: TensorRT 11 has no other networks, and its flag for them is deprecated. */
  private static final int STRONGLY_TYPED = 0;

  private static final int PHASES = 3;

  private final ILogger log;
  private final Deque<INoCopy> made = new ArrayDeque<>();

  private PlanBuilder(ILogger log) {
    this.log = log;
  }

  static void build(Request.Build order, ILogger log, NativeLayer.BuildListener listener)
      throws IOException {
    if (order.half() || !order.single().isEmpty()) {
      throw new IOException(
          "TensorRT 11 computes in the types of the file: 16 bits must be written into it");
    }
    try (PlanBuilder builder = new PlanBuilder(log)) {
      builder.build(order, listener);
    }
  }

  private void build(Request.Build order, NativeLayer.BuildListener listener) throws IOException {
    IBuilder builder = keep(nvinfer.createInferBuilder(log), "builder");
    INetworkDefinition network = keep(builder.createNetworkV2(STRONGLY_TYPED), "network");
    listener.phase(0, PHASES, "reading the network");
    // Stays until the process ends: JavaCPP cannot delete it, and the network holds its weights.
    IParser parser = Made.require(nvonnxparser.createParser(network, log), "ONNX parser");
    if (!parser.parseFromFile(order.model(), ILogger.Severity.kWARNING.value)) {
      throw new IOException(
          "TensorRT cannot read the network: "
              + ReaderErrors.of(parser.getNbErrors(), parser::getError));
    }
    listener.phase(1, PHASES, "choosing kernels for " + network.getNbLayers() + " layers");
    IBuilderConfig config = keep(builder.createBuilderConfig(), "configuration");
    config.setBuilderOptimizationLevel(order.features().effort());
    config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, WORKSPACE);
    config.clearFlag(BuilderFlag.kTF32); // whose products have 10 bits, not 23
    // Where they are left out, weights are constants that kernels may be made for.
    if (order.features().streams()) {
      config.setFlag(BuilderFlag.kWEIGHT_STREAMING);
    }
    if (order.features().refits()) {
      config.setFlag(BuilderFlag.kREFIT);
    }
    refuseShapeTensors(network);
    if (!order.profile().isEmpty()) {
      profile(order, builder, config);
    }
    IHostMemory plan = keep(builder.buildSerializedNetwork(network, config), "plan");
    listener.phase(2, PHASES, "writing the plan");
    PlanFiles.write(plan, Path.of(order.plan()));
  }

  /** One profile, so that one set of kernels and one copy of the weights serve all sizes. */
  private static void profile(Request.Build order, IBuilder builder, IBuilderConfig config)
      throws IOException {
    // The builder's own: it goes with the builder.
    IOptimizationProfile profile = Made.require(builder.createOptimizationProfile(), "profile");
    for (InputRange input : order.profile()) {
      set(profile, input, OptProfileSelector.kMIN, input.min());
      set(profile, input, OptProfileSelector.kOPT, input.opt());
      set(profile, input, OptProfileSelector.kMAX, input.max());
    }
    if (!profile.isValid() || config.addOptimizationProfile(profile) < 0) {
      throw new IOException("TensorRT takes no profile of " + order.profile());
    }
  }

  private static void set(
      IOptimizationProfile profile, InputRange input, OptProfileSelector which, Shape shape)
      throws IOException {
    try (Dims64 dims = DimsOf.shape(shape)) {
      if (!profile.setDimensions(input.name(), which, dims)) {
        throw new IOException(
            "TensorRT takes no %s of %s for input '%s'".formatted(which, shape, input.name()));
      }
    }
  }

  /** Their values would be needed when shapes are said, before there are any on the device. */
  private static void refuseShapeTensors(INetworkDefinition network) throws IOException {
    for (int i = 0; i < network.getNbInputs(); i++) {
      ITensor input = network.getInput(i);
      if (input.isShapeTensor()) {
        throw new IOException(
            "input '%s' decides about shapes by its values, wants shapes that follow from shapes"
                .formatted(input.getName()));
      }
    }
  }

  private <T extends INoCopy> T keep(@Nullable T object, String name) throws IOException {
    T there = Made.require(object, name);
    made.push(there);
    return there;
  }

  /** The last that was made goes first. */
  @Override
  public void close() {
    made.forEach(Deletion::of);
  }
}
