package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.ExecutionContextAllocationStrategy;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;
import org.nexusgen.engine.tensorrt.worker.NativeWords;

/** A plan on the device. Its weights are there; memory for all else comes with each run. */
final class Tensorrt11Plan implements NativeLayer.ResidentPlan {
  private final ICudaEngine engine;
  private final IExecutionContext context;
  private final CUstream_st stream = new CUstream_st();
  private final List<Binding> bindings = new ArrayList<>();
  private final Scratch scratch;

  private Tensorrt11Plan(ICudaEngine engine, IExecutionContext context, Scratch scratch) {
    this.engine = engine;
    this.context = context;
    this.scratch = scratch;
  }

  /**
   * @param scratch that it shares with other plans
   * @param weightBytes of its weights that may be on the device; {@link Request.Load#ALL}
   */
  static Tensorrt11Plan load(IRuntime runtime, Path file, Scratch scratch, long weightBytes)
      throws IOException {
    ICudaEngine engine = PlanFiles.read(runtime, file);
    try {
      stream(engine, weightBytes);
      Tensorrt11Plan plan = new Tensorrt11Plan(engine, context(engine), scratch);
      plan.prepare();
      return plan;
    } catch (IOException e) {
      Deletion.of(engine);
      throw new IOException("plan %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Before there is a context. */
  private static void stream(ICudaEngine engine, long weightBytes) throws IOException {
    if (weightBytes != Request.Load.ALL
        && !engine.setWeightStreamingBudgetV2(
            Math.min(weightBytes, engine.getStreamableWeightsSize()))) {
      throw new IOException(
          "it does not stream its weights with %d bytes on the device%s"
              .formatted(weightBytes, NativeWords.because()));
    }
  }

  private static IExecutionContext context(ICudaEngine engine) throws IOException {
    return Made.require(
        engine.createExecutionContext(ExecutionContextAllocationStrategy.kUSER_MANAGED), "context");
  }

  private void prepare() throws IOException {
    try {
      CudaRuntime.check("cudaStreamCreate", cudart.cudaStreamCreate(stream));
      for (int i = 0; i < engine.getNbIOTensors(); i++) {
        bindings.add(binding(engine.getIOTensorName(i)));
      }
    } catch (IOException e) {
      Deletion.of(context); // before its engine
      throw e;
    }
  }

  private Binding binding(String name) throws IOException {
    if (engine.isShapeInferenceIO(name)) {
      throw new IOException("binding '%s' decides about shapes by its values".formatted(name));
    }
    boolean input = engine.getTensorIOMode(name) == TensorIOMode.kINPUT;
    try (Dims64 dims = engine.getTensorShape(name)) {
      return new Binding(
          name,
          input,
          Tensorrt11Types.of(name, engine.getTensorDataType(name)),
          DimsOf.sizes(dims));
    }
  }

  @Override
  public List<Binding> bindings() {
    return List.copyOf(bindings);
  }

  @Override
  public Map<String, Shape> reshape(Map<String, Shape> inputs) throws IOException {
    for (Map.Entry<String, Shape> input : inputs.entrySet()) {
      try (Dims64 dims = DimsOf.shape(input.getValue())) {
        if (!context.setInputShape(input.getKey(), dims)) {
          throw new IOException(
              "input '%s' cannot have shape %s%s"
                  .formatted(input.getKey(), input.getValue(), NativeWords.because()));
        }
      }
    }
    Map<String, Shape> outputs = new HashMap<>();
    for (Binding binding : bindings) {
      if (!binding.input()) {
        outputs.put(binding.name(), shape(binding));
      }
    }
    return outputs;
  }

  private Shape shape(Binding output) throws IOException {
    try (Dims64 dims = context.getTensorShape(output.name())) {
      List<Long> sizes = DimsOf.sizes(dims);
      if (sizes.size() != output.sizes().size() || sizes.contains(Binding.OPEN)) {
        throw new IOException(
            "output '%s' has sizes %s, which no input's shape tells%s"
                .formatted(output.name(), sizes, NativeWords.because()));
      }
      return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }
  }

  @Override
  public void run(Map<String, DeviceMemory> memory) throws IOException {
    for (Binding binding : bindings) {
      if (!(memory.get(binding.name()) instanceof CudaMemory there)
          || !context.setTensorAddress(binding.name(), there.address())) {
        throw new IOException("binding '%s' has no place on the device".formatted(binding.name()));
      }
    }
    Pointer inside = scratch.atLeast(context.updateDeviceMemorySizeForShapes());
    context.setDeviceMemoryV2(inside, scratch.bytes());
    boolean runs = context.enqueueV3(stream);
    CudaRuntime.check("a run", cudart.cudaStreamSynchronize(stream));
    if (!runs) {
      throw new IOException("TensorRT does not run" + NativeWords.because());
    }
  }

  @Override
  public void close() {
    Deletion.of(context); // before its engine
    Deletion.of(engine);
    if (!stream.isNull()) {
      cudart.cudaStreamDestroy(stream);
      stream.setNull();
    }
  }
}
