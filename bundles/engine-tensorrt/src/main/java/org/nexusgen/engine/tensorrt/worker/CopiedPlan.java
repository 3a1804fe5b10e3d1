package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Fitting;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/** A plan of fixed shapes, with the memory through which it takes and gives. */
final class CopiedPlan implements LoadedPlan {
  private final NativeLayer.CopyingPlan plan;
  private final Map<String, Binding> bindings = new HashMap<>();
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  CopiedPlan(NativeLayer.CopyingPlan plan) throws IOException {
    this.plan = plan;
    for (Binding binding : plan.bindings()) {
      bindings.put(binding.name(), binding);
      int bytes = Math.toIntExact(binding.bytes());
      buffers.put(binding.name(), HostMemory.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  @Override
  public List<Binding> bindings() {
    return plan.bindings();
  }

  @Override
  public List<Reply.Result> run(Request.Run run, Values values, HeldTensors held)
      throws IOException {
    for (Request.Given input : run.inputs()) {
      give(input.name(), input.dtype(), input.fitting(), values.of(input.source()));
    }
    plan.run(buffers);
    List<Reply.Result> results = new ArrayList<>();
    for (Request.Wanted output : run.outputs()) {
      Fitting fitting =
          output.fitting().orElseGet(() -> Fitting.exact(binding(output.name()).shape()));
      results.add(take(output.name(), output.dtype(), fitting, held));
    }
    return results;
  }

  private Reply.Result take(String name, DType dtype, Fitting fitting, HeldTensors held)
      throws IOException {
    int bytes =
        Math.toIntExact(Math.multiplyExact(fitting.real().elements(), (long) dtype.bytes()));
    if (bytes <= SMALL) {
      ByteBuffer inline = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      take(name, dtype, fitting, inline);
      return new Reply.Result(fitting.real(), 0, Optional.of(inline));
    }
    long handle = held.take(bytes);
    take(name, dtype, fitting, held.get(handle));
    return new Reply.Result(fitting.real(), handle, Optional.empty());
  }

  /** Puts an input where the plan takes it. */
  private void give(String name, DType dtype, Fitting fitting, ByteBuffer real) {
    Binding binding = require(name, fitting);
    ByteBuffer values = dtype == binding.dtype() ? real : narrowed(name, dtype, binding, real);
    new FittedCopy(fitting, binding.dtype().bytes()).in(values, buffer(name), binding.dtype());
  }

  /** Takes an output where the plan left it. */
  private void take(String name, DType dtype, Fitting fitting, ByteBuffer real) {
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
      throw noBinding(name);
    }
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Binding binding(String name) {
    Binding binding = bindings.get(name);
    if (binding == null) {
      throw noBinding(name);
    }
    return binding;
  }

  private static IllegalArgumentException noBinding(String name) {
    return new IllegalArgumentException("the plan has no binding '%s'".formatted(name));
  }

  private Binding require(String name, Fitting fitting) {
    Binding binding = binding(name);
    if (!binding.shape().equals(fitting.planned())) {
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
