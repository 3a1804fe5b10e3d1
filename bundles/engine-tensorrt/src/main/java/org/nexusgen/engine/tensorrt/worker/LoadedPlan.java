package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Fitting;

/** A plan on the device, with the memory through which it takes and gives. */
final class LoadedPlan implements AutoCloseable {
  private final NativeLayer.Plan plan;
  private final Map<String, Binding> bindings = new HashMap<>();
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  LoadedPlan(NativeLayer.Plan plan) {
    this.plan = plan;
    for (Binding binding : plan.bindings()) {
      bindings.put(binding.name(), binding);
      int bytes = Math.toIntExact(binding.bytes());
      buffers.put(binding.name(), ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  List<Binding> bindings() {
    return plan.bindings();
  }

  /** Puts an input where the plan takes it. */
  void give(String name, DType dtype, Fitting fitting, ByteBuffer real) {
    Binding binding = require(name, fitting);
    ByteBuffer values = dtype == binding.dtype() ? real : narrowed(name, dtype, binding, real);
    new FittedCopy(fitting, binding.dtype().bytes()).in(values, buffer(name), binding.dtype());
  }

  void run() throws IOException {
    plan.run(buffers);
  }

  /** Takes an output where the plan left it. */
  void take(String name, DType dtype, Fitting fitting, ByteBuffer real) {
    Binding binding = require(name, fitting);
    FittedCopy copy = new FittedCopy(fitting, binding.dtype().bytes());
    if (dtype == binding.dtype()) {
      copy.out(buffer(name), real);
      return;
    }
    int count = Math.toIntExact(fitting.real().elements());
    ByteBuffer narrow = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    copy.out(buffer(name), narrow);
    for (int i = 0; i < count; i++) {
      real.putLong(i * Long.BYTES, narrow.getInt(i * Integer.BYTES));
    }
  }

  private ByteBuffer buffer(String name) {
    ByteBuffer buffer = buffers.get(name);
    if (buffer == null) {
      throw new IllegalArgumentException("the plan has no binding '%s'".formatted(name));
    }
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Binding require(String name, Fitting fitting) {
    Binding binding = bindings.get(name);
    if (binding == null || !binding.shape().equals(fitting.planned())) {
      throw new IllegalArgumentException(
          "binding '%s': got shape %s, the plan has %s"
              .formatted(name, fitting.planned(), binding));
    }
    return binding;
  }

  // TensorRT 8.6 has int32 where the graph has int64.
  private static ByteBuffer narrowed(String name, DType dtype, Binding binding, ByteBuffer real) {
    if (dtype != DType.I64 || binding.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          "binding '%s': got %s, the plan has %s".formatted(name, dtype, binding.dtype()));
    }
    ByteBuffer wide = real.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int count = wide.remaining() / Long.BYTES;
    ByteBuffer narrow = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      narrow.putInt(
          i * Integer.BYTES, Math.toIntExact(wide.getLong(wide.position() + i * Long.BYTES)));
    }
    return narrow;
  }

  @Override
  public void close() {
    plan.close();
  }
}
