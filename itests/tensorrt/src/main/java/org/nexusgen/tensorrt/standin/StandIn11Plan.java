package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/** A model whose sizes are open within a profile. */
final class StandIn11Plan implements NativeLayer.ResidentPlan {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, InputRange> profile = new HashMap<>();
  private final Map<String, OnnxJavaType> types = new HashMap<>();
  private final List<Binding> bindings = new ArrayList<>();
  private final NamedSizes sizes = new NamedSizes();
  private final Runnable closed;
  private final Map<String, Shape> shapes = new HashMap<>();

  StandIn11Plan(OrtEnvironment environment, PlanFile.Content content, Path folder, Runnable closed)
      throws OrtException {
    this.environment = environment;
    this.closed = closed;
    this.session = Sessions.open(environment, content.model(), folder);
    content.order().profile().forEach(range -> profile.put(range.name(), range));
    session.getInputInfo().forEach((name, info) -> add(name, true, info));
    session.getOutputInfo().forEach((name, info) -> add(name, false, info));
  }

  private void add(String name, boolean input, NodeInfo node) {
    TensorInfo info = (TensorInfo) node.getInfo();
    types.put(name, info.type);
    sizes.add(name, input, info);
    List<Long> dims = Arrays.stream(info.getShape()).boxed().toList();
    Binding binding = new Binding(name, input, Sessions.dtype(name, info.type), dims);
    if (input && binding.isOpen() != profile.containsKey(name)) {
      Faults.abort("input " + name + " " + dims + " has the profile " + profile.get(name));
    }
    bindings.add(binding);
  }

  @Override
  public List<Binding> bindings() {
    return List.copyOf(bindings);
  }

  @Override
  public Map<String, Shape> reshape(Map<String, Shape> inputs) throws IOException {
    for (Map.Entry<String, Shape> input : inputs.entrySet()) {
      InputRange range = profile.get(input.getKey());
      if (range != null && !holds(range, input.getValue())) {
        throw new IOException(
            "input %s has shape %s outside of %s"
                .formatted(input.getKey(), input.getValue(), range));
      }
    }
    shapes.clear();
    shapes.putAll(inputs);
    Optional<Map<String, Shape>> known = sizes.outputs(inputs);
    Map<String, Shape> outputs = known.isPresent() ? known.get() : tried();
    shapes.putAll(outputs);
    return outputs;
  }

  /** The shapes that outputs have when all inputs are 0. */
  private Map<String, Shape> tried() {
    Map<String, ByteBuffer> zeros = new HashMap<>();
    for (Binding binding : bindings) {
      if (binding.input()) {
        int bytes = (int) binding.bytes(shape(binding.name()));
        zeros.put(binding.name(), ByteBuffer.allocateDirect(bytes));
      }
    }
    Map<String, Shape> tried = new HashMap<>();
    compute(
        zeros, (binding, value) -> tried.put(binding.name(), Shape.of(value.getInfo().getShape())));
    return tried;
  }

  private static boolean holds(InputRange range, Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) < range.min().dim(axis) || shape.dim(axis) > range.max().dim(axis)) {
        return false;
      }
    }
    return shape.rank() == range.min().rank();
  }

  @Override
  public void run(Map<String, DeviceMemory> memory) throws IOException {
    Faults.at("run");
    Map<String, ByteBuffer> buffers = new HashMap<>();
    bindings.forEach(binding -> buffers.put(binding.name(), bytes(memory, binding)));
    compute(buffers, (binding, value) -> copy(value, binding, buffer(buffers, binding)));
  }

  /** Takes an output. */
  private interface Taker {
    void take(Binding output, OnnxTensor value);
  }

  private void compute(Map<String, ByteBuffer> buffers, Taker taker) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Binding binding : bindings) {
        if (binding.input()) {
          long[] shape = shape(binding.name()).toArray();
          OnnxJavaType type = Objects.requireNonNull(types.get(binding.name()));
          ByteBuffer bytes = buffer(buffers, binding);
          inputs.put(binding.name(), OnnxTensor.createTensor(environment, bytes, shape, type));
        }
      }
      try (OrtSession.Result result = session.run(inputs)) {
        for (Binding binding : bindings) {
          if (!binding.input()) {
            taker.take(binding, (OnnxTensor) result.get(binding.name()).orElseThrow());
          }
        }
      }
    } catch (OrtException e) {
      Faults.abort("CUDA error: " + e.getMessage());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static ByteBuffer buffer(Map<String, ByteBuffer> buffers, Binding binding) {
    return Objects.requireNonNull(buffers.get(binding.name()), "every binding has memory");
  }

  private ByteBuffer bytes(Map<String, DeviceMemory> memory, Binding binding) {
    if (!(memory.get(binding.name()) instanceof StandInMemory there)) {
      Faults.abort("binding " + binding.name() + " has no address");
      throw new IllegalStateException("aborted");
    }
    return there.first(binding.bytes(shape(binding.name())));
  }

  private Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name), "every binding has a shape");
  }

  private void copy(OnnxTensor tensor, Binding binding, ByteBuffer into) {
    if (!Shape.of(tensor.getInfo().getShape()).equals(shape(binding.name()))) {
      Faults.abort("output " + binding.name() + " is " + tensor.getInfo());
    }
    if (into.hasRemaining()) {
      into.put(tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  @Override
  public void close() {
    try {
      session.close();
      closed.run();
    } catch (OrtException e) {
      Faults.abort("CUDA error: " + e.getMessage());
    }
  }
}
