package org.nexusgen.engine.tensorrt11;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/** A plan on the device, with memory there for all that it takes and gives. */
final class DevicePlan implements NativeLayer.Plan {
  private final ICudaEngine engine;
  private final IExecutionContext context;
  private final CUstream_st stream = new CUstream_st();
  private final List<Binding> bindings = new ArrayList<>();
  private final Map<String, Pointer> memory = new HashMap<>();

  private DevicePlan(ICudaEngine engine, IExecutionContext context) {
    this.engine = engine;
    this.context = context;
  }

  static DevicePlan load(IRuntime runtime, Path file) throws IOException {
    ICudaEngine engine = read(runtime, file);
    IExecutionContext context = engine == null ? null : engine.createExecutionContext();
    if (engine == null || context == null) {
      Deletion.of(engine);
      throw new IOException(
          "plan %s does not load; TensorRT's own words are on standard error".formatted(file));
    }
    DevicePlan plan = new DevicePlan(engine, context);
    try {
      plan.bind();
      return plan;
    } catch (IOException e) {
      plan.close();
      throw new IOException("plan %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ICudaEngine read(IRuntime runtime, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        BytePointer bytes = new BytePointer(channel.size())) {
      Pieces.each(
          bytes,
          channel.size(),
          piece -> {
            while (piece.hasRemaining()) {
              if (channel.read(piece) < 0) {
                throw new EOFException(file + " became shorter while it was read");
              }
            }
          });
      return runtime.deserializeCudaEngine(bytes, channel.size());
    }
  }

  private void bind() throws IOException {
    CudaRuntime.check("cudaStreamCreate", cudart.cudaStreamCreate(stream));
    for (int i = 0; i < engine.getNbIOTensors(); i++) {
      Binding binding = binding(engine.getIOTensorName(i));
      Pointer device = new Pointer();
      CudaRuntime.check("cudaMalloc", cudart.cudaMalloc(device, binding.bytes()));
      memory.put(binding.name(), device);
      bindings.add(binding);
      if (!context.setTensorAddress(binding.name(), device)) {
        throw new IOException("binding '%s' has no place on the device".formatted(binding.name()));
      }
    }
  }

  private Binding binding(String name) throws IOException {
    boolean input = engine.getTensorIOMode(name) == TensorIOMode.kINPUT;
    try (Dims64 dims = engine.getTensorShape(name)) {
      long[] sizes = new long[dims.nbDims()];
      for (int axis = 0; axis < sizes.length; axis++) {
        sizes[axis] = dims.d(axis);
        if (sizes[axis] < 1) {
          throw new IOException("binding '%s' has an open size".formatted(name));
        }
      }
      return new Binding(
          name, input, Tensorrt11Types.of(name, engine.getTensorDataType(name)), Shape.of(sizes));
    }
  }

  @Override
  public List<Binding> bindings() {
    return List.copyOf(bindings);
  }

  @Override
  public void run(Map<String, ByteBuffer> buffers) throws IOException {
    copy(buffers, true);
    if (!context.enqueueV3(stream)) {
      throw new IOException("TensorRT does not run; its own words are on standard error");
    }
    copy(buffers, false);
    CudaRuntime.check("cudaStreamSynchronize", cudart.cudaStreamSynchronize(stream));
  }

  /** All inputs to the device, or all outputs from it, in the order of the stream. */
  private void copy(Map<String, ByteBuffer> buffers, boolean inputs) throws IOException {
    for (Binding binding : bindings) {
      if (binding.input() == inputs) {
        ByteBuffer buffer =
            Objects.requireNonNull(buffers.get(binding.name()), "every binding has memory");
        Pointer host = new Pointer(buffer.duplicate().clear());
        Pointer device =
            Objects.requireNonNull(memory.get(binding.name()), "every binding has a place");
        int code =
            inputs
                ? cudart.cudaMemcpyAsync(
                    device, host, binding.bytes(), cudart.cudaMemcpyHostToDevice, stream)
                : cudart.cudaMemcpyAsync(
                    host, device, binding.bytes(), cudart.cudaMemcpyDeviceToHost, stream);
        CudaRuntime.check("cudaMemcpyAsync of '" + binding.name() + "'", code);
      }
    }
  }

  @Override
  public void close() {
    Deletion.of(context); // before its engine
    Deletion.of(engine);
    memory.values().forEach(cudart::cudaFree);
    memory.clear();
    if (!stream.isNull()) {
      cudart.cudaStreamDestroy(stream);
      stream.setNull();
    }
  }
}
