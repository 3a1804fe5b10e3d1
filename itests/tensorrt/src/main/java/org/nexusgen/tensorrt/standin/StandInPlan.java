package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
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
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/** A model of fixed shapes whose int64 is int32 outside, as TensorRT 8.6 has it. */
final class StandInPlan implements NativeLayer.CopyingPlan {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, OnnxJavaType> types = new HashMap<>();
  private final List<Binding> bindings = new ArrayList<>();
  private final Runnable closed;

  StandInPlan(OrtEnvironment environment, ByteBuffer model, Path folder, Runnable closed)
      throws OrtException {
    this.environment = environment;
    this.closed = closed;
    this.session = Sessions.open(environment, model, folder);
    session.getInputInfo().forEach((name, info) -> add(name, true, info));
    session.getOutputInfo().forEach((name, info) -> add(name, false, info));
  }

  private void add(String name, boolean input, NodeInfo node) {
    TensorInfo info = (TensorInfo) node.getInfo();
    if (Arrays.stream(info.getShape()).anyMatch(size -> size <= 0)) {
      Faults.abort("binding " + name + " has shape " + Arrays.toString(info.getShape()));
    }
    types.put(name, info.type);
    Binding binding =
        new Binding(
            name, input, narrow(Sessions.dtype(name, info.type)), Shape.of(info.getShape()));
    if (binding.bytes() > Binding.LARGEST) {
      Faults.abort("binding " + name + " has " + binding.bytes() + " bytes");
    }
    bindings.add(binding);
  }

  private static DType narrow(DType dtype) {
    return dtype == DType.I64 ? DType.I32 : dtype;
  }

  @Override
  public List<Binding> bindings() {
    return List.copyOf(bindings);
  }

  @Override
  public void run(Map<String, ByteBuffer> buffers) throws IOException {
    Faults.at("run");
    for (Binding binding : bindings) {
      ByteBuffer buffer = buffers.get(binding.name());
      if (buffer == null || !buffer.isDirect() || buffer.capacity() != binding.bytes()) {
        Faults.abort("binding " + binding.name() + " is bound to " + buffer);
      }
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Binding binding : bindings) {
        if (binding.input()) {
          inputs.put(binding.name(), tensor(binding, buffer(buffers, binding.name())));
        }
      }
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          copy((OnnxTensor) output.getValue(), buffer(buffers, output.getKey()));
        }
      }
    } catch (OrtException e) {
      Faults.abort("CUDA error: " + e.getMessage());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static ByteBuffer buffer(Map<String, ByteBuffer> buffers, String name) {
    return Objects.requireNonNull(buffers.get(name), "every binding is bound");
  }

  private OnnxTensor tensor(Binding binding, ByteBuffer buffer) throws OrtException {
    OnnxJavaType type = types.get(binding.name());
    ByteBuffer bytes = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    if (type == OnnxJavaType.INT64) {
      ByteBuffer wide =
          ByteBuffer.allocateDirect(2 * bytes.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        wide.putLong(bytes.getInt());
      }
      bytes = wide.flip();
    }
    return OnnxTensor.createTensor(environment, bytes, binding.shape().toArray(), type);
  }

  private void copy(OnnxTensor value, ByteBuffer buffer) {
    ByteBuffer bytes = value.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer target = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    if (value.getInfo().type == OnnxJavaType.INT64) {
      while (bytes.hasRemaining()) {
        target.putInt((int) bytes.getLong());
      }
    } else {
      target.put(bytes);
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
