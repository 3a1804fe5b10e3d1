package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.TacticSource;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.global.nvonnxparser.OnnxParserFlag;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.jspecify.annotations.Nullable;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * Builds plans with TensorRT's C++ interface (org.bytedeco:tensorrt 8.6). TensorRT 8.6 has no
 * progress monitor there: phases are all that can be told.
 */
@SuppressWarnings("deprecation") // destroy(): C++ has delete instead, JavaCPP has not
final class PlanBuilder implements AutoCloseable {
  /** Network with an explicit batch axis: {@code 1 << kEXPLICIT_BATCH}. */
  private static final int EXPLICIT_BATCH = 1;

  /** Scratch memory that a kernel may ask for: 8 GiB, of which the builder takes what it needs. */
  private static final long WORKSPACE = 8L << 30;

  /**
   * Kernels of TensorRT's own: all but those of cuBLAS, cuBLASLt and cuDNN, for whose libraries
   * others stand in.
   */
  private static final int OWN_KERNELS =
      1 << TacticSource.kEDGE_MASK_CONVOLUTIONS.value | 1 << TacticSource.kJIT_CONVOLUTIONS.value;

  private static final int PHASES = 3;
  private static final int PIECE = 1 << 28;

  /** One for all plans: TensorRT checks a gigabyte of kernels whenever it makes one. */
  private static @Nullable IBuilder builder;

  /** JavaCPP's close does nothing for these. */
  private final Deque<Runnable> made = new ArrayDeque<>();

  private PlanBuilder() {}

  private static final class Log extends ILogger {
    /** TensorRT keeps its address for as long as the process lives. */
    static final Log ONE = new Log();

    @Override
    public void log(Severity severity, String message) {
      NativeWords.say(severity.value, message);
    }
  }

  static String version() {
    int version = nvinfer.getInferLibVersion();
    return "%d.%d.%d".formatted(version / 1000, version / 100 % 10, version % 100);
  }

  static void build(Request.Build order, NativeLayer.BuildListener listener) throws IOException {
    try (PlanBuilder builder = new PlanBuilder()) {
      builder.buildPlan(order, listener);
    } catch (LinkageError e) {
      throw new IOException("TensorRT's builder does not load: " + e, e);
    }
  }

  private void buildPlan(Request.Build order, NativeLayer.BuildListener listener)
      throws IOException {
    IBuilder builder = builder();
    INetworkDefinition network =
        require(builder.createNetworkV2(EXPLICIT_BATCH), "network definition");
    made.push(network::destroy);
    listener.phase(0, PHASES, "reading the network");
    IParser parser = require(nvonnxparser.createParser(network, Log.ONE), "ONNX parser");
    made.push(parser::destroy);
    parser.setFlag(OnnxParserFlag.kNATIVE_INSTANCENORM); // else a plugin that calls cuDNN
    if (!parser.parseFromFile(order.model(), ILogger.Severity.kWARNING.value)) {
      throw new IOException("TensorRT cannot read the network: " + errors(parser));
    }
    listener.phase(1, PHASES, "choosing kernels for " + network.getNbLayers() + " layers");
    IBuilderConfig config = require(builder.createBuilderConfig(), "configuration");
    made.push(config::destroy);
    configure(order, network, config);
    KernelTimings.use(order.timings(), config);
    IHostMemory plan = builder.buildSerializedNetwork(network, config);
    if (order.half() && (plan == null || plan.isNull())) {
      listener.phase(1, PHASES, "again: no kernels keep all of float32 that should; most will");
      config.clearFlag(BuilderFlag.kOBEY_PRECISION_CONSTRAINTS);
      config.setFlag(BuilderFlag.kPREFER_PRECISION_CONSTRAINTS);
      plan = builder.buildSerializedNetwork(network, config);
    }
    require(plan, "plan");
    made.push(plan::destroy);
    KernelTimings.keep(order.timings());
    listener.phase(2, PHASES, "writing the plan");
    write(plan, Path.of(order.plan()));
  }

  private static IBuilder builder() throws IOException {
    IBuilder kept =
        builder == null ? require(nvinfer.createInferBuilder(Log.ONE), "builder") : builder;
    builder = kept;
    return kept;
  }

  private static <T extends Pointer> T require(@Nullable T made, String name) throws IOException {
    if (made == null || made.isNull()) {
      throw NativeWords.nothing(name);
    }
    return made;
  }

  private static String errors(IParser parser) {
    StringBuilder errors = new StringBuilder();
    for (int i = 0; i < parser.getNbErrors(); i++) {
      errors.append(i > 0 ? "; " : "").append(parser.getError(i).desc());
    }
    return errors.toString();
  }

  private static void configure(
      Request.Build order, INetworkDefinition network, IBuilderConfig config) throws IOException {
    if (!config.setTacticSources(OWN_KERNELS)) {
      throw new IOException("TensorRT refuses to build without kernels of cuBLAS and cuDNN");
    }
    config.setBuilderOptimizationLevel(order.features().effort());
    config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, WORKSPACE);
    if (order.features().tensorFloats()) {
      config.setFlag(BuilderFlag.kTF32);
    } else {
      config.clearFlag(BuilderFlag.kTF32); // whose products have 10 bits, not 23
    }
    if (!order.half()) {
      return;
    }
    config.setFlag(BuilderFlag.kFP16);
    config.setFlag(BuilderFlag.kOBEY_PRECISION_CONSTRAINTS);
    Set<String> single = new HashSet<>(order.single());
    for (int i = 0; i < network.getNbLayers(); i++) {
      ILayer layer = network.getLayer(i);
      if (single.contains(node(layer.getName()))) {
        keepSingle(layer);
      }
    }
  }

  /** Of the second and later layers of a node, the name ends with _1 and so on. */
  private static String node(String layer) {
    return layer.replaceFirst("_\\d+$", "");
  }

  /** Integer layers have no such choice. */
  private static void keepSingle(ILayer layer) {
    for (int i = 0; i < layer.getNbOutputs(); i++) {
      if (layer.getOutput(i).getType() == nvinfer.DataType.kFLOAT) {
        layer.setPrecision(nvinfer.DataType.kFLOAT);
        layer.setOutputType(i, nvinfer.DataType.kFLOAT);
      }
    }
  }

  /** The last that was made goes first. */
  @Override
  public void close() {
    made.forEach(Runnable::run);
  }

  static void write(IHostMemory plan, Path file) throws IOException {
    try (BytePointer data = new BytePointer(plan.data());
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < plan.size(); at += PIECE) {
        long length = Math.min(PIECE, plan.size() - at);
        var piece = new BytePointer(data).position(at).limit(at + length).asByteBuffer();
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
    }
  }
}
