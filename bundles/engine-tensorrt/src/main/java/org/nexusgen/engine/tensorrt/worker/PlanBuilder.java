package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * Builds plans with TensorRT's C++ interface (org.bytedeco:tensorrt 8.6). TensorRT 8.6 has no
 * progress monitor there: phases are all that can be told.
 */
final class PlanBuilder {
  /** Network with an explicit batch axis: {@code 1 << kEXPLICIT_BATCH}. */
  private static final int EXPLICIT_BATCH = 1;

  /** Scratch memory that a kernel may ask for: 8 GiB, of which the builder takes what it needs. */
  private static final long WORKSPACE = 8L << 30;

  private static final int PHASES = 3;
  private static final int PIECE = 1 << 28;

  private PlanBuilder() {}

  /** TensorRT's own words go to standard error, where the platform keeps the last lines. */
  private static final class Log extends ILogger {
    @Override
    public void log(Severity severity, String message) {
      if (severity.value <= Severity.kWARNING.value) {
        Worker.say("TensorRT: " + message);
      }
    }
  }

  static String version() {
    int version = nvinfer.getInferLibVersion();
    return "%d.%d.%d".formatted(version / 1000, version / 100 % 10, version % 100);
  }

  static void build(Request.Build order, NativeLayer.BuildListener listener) throws IOException {
    try (Log log = new Log();
        IBuilder builder = require(nvinfer.createInferBuilder(log), "no builder");
        INetworkDefinition network = builder.createNetworkV2(EXPLICIT_BATCH);
        IParser parser = require(nvonnxparser.createParser(network, log), "no ONNX parser");
        IBuilderConfig config = builder.createBuilderConfig()) {
      listener.phase(0, PHASES, "reading the network");
      if (!parser.parseFromFile(order.model(), ILogger.Severity.kWARNING.value)) {
        throw new IOException("TensorRT cannot read the network: " + errors(parser));
      }
      listener.phase(1, PHASES, "choosing kernels for " + network.getNbLayers() + " layers");
      configure(order, network, config);
      try (IHostMemory plan = require(builder.buildSerializedNetwork(network, config), "no plan")) {
        listener.phase(2, PHASES, "writing the plan");
        write(plan, Path.of(order.plan()));
      }
    } catch (LinkageError e) {
      throw new IOException("TensorRT's builder does not load: " + e, e);
    }
  }

  private static <T> T require(T made, String otherwise) throws IOException {
    if (made == null) {
      throw new IOException("TensorRT made " + otherwise + "; its own words are on standard error");
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
      Request.Build order, INetworkDefinition network, IBuilderConfig config) {
    config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, WORKSPACE);
    if (!order.half()) {
      config.clearFlag(BuilderFlag.kTF32); // whose products have 10 bits, not 23
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

  private static void write(IHostMemory plan, Path file) throws IOException {
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
