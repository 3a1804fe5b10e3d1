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
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Fitting;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

/**
 * The device's memory in one run. What stayed there is used where it lies, unless the plan has
 * other sizes: then it is fitted here. What comes out stays there.
 */
final class DeviceRun implements AutoCloseable {
  private final LoadedPlan.Values values;
  private final HeldTensors held;
  private final Map<String, DeviceMemory> bound = new HashMap<>();
  private final Map<String, DeviceMemory> made = new HashMap<>();
  private final List<DeviceMemory> copies = new ArrayList<>();

  DeviceRun(LoadedPlan.Values values, HeldTensors held) {
    this.values = values;
    this.held = held;
  }

  /** Brings an input to the device, if it is not there. */
  void give(Request.Given given) throws IOException {
    if (given.source() instanceof Source.Held tensor
        && given.fitting().isExact()
        && held.held(tensor.handle()) instanceof HeldTensors.OnDevice there) {
      bound.put(given.name(), there.memory());
      return;
    }
    ByteBuffer real = values.of(given.source());
    DType dtype = given.dtype();
    int bytes = bytes(given.fitting().planned(), dtype);
    ByteBuffer planned = real;
    if (!given.fitting().isExact()) {
      planned = HostMemory.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      new FittedCopy(given.fitting(), dtype.bytes()).in(real, planned, dtype);
    } else if (real.remaining() != bytes) {
      throw new IllegalArgumentException(
          "input '%s': got %d bytes, wants %d".formatted(given.name(), real.remaining(), bytes));
    }
    DeviceMemory memory = held.device(bytes);
    copies.add(memory);
    bound.put(given.name(), memory);
    if (bytes > 0) {
      memory.write(planned);
    }
  }

  /** Memory for an output. */
  void make(String name, long bytes) throws IOException {
    DeviceMemory memory = held.device(bytes);
    made.put(name, memory);
    bound.put(name, memory);
  }

  /** All that the plan takes and gives. */
  Map<String, DeviceMemory> bound() {
    return bound;
  }

  /**
   * What becomes of an output.
   *
   * @param planned the shape that the plan gave it
   */
  Reply.Result take(Request.Wanted wanted, Shape planned) throws IOException {
    Fitting fitting = wanted.fitting().orElseGet(() -> Fitting.exact(planned));
    if (!fitting.planned().equals(planned)) {
      throw new IllegalArgumentException(
          "output '%s': got shape %s, wants %s"
              .formatted(wanted.name(), planned, fitting.planned()));
    }
    DeviceMemory memory = made.get(wanted.name());
    if (memory == null) {
      throw new IllegalArgumentException("output '%s' is taken".formatted(wanted.name()));
    }
    int bytes = bytes(fitting.real(), wanted.dtype());
    boolean small = bytes <= LoadedPlan.SMALL;
    if (fitting.isExact() && !small) {
      made.remove(wanted.name());
      return new Reply.Result(planned, held.keep(memory, bytes), Optional.empty());
    }
    FittedCopy copy = new FittedCopy(fitting, wanted.dtype().bytes());
    if (small) {
      ByteBuffer whole = HostMemory.allocate(bytes(planned, wanted.dtype()));
      if (bytes > 0) {
        memory.read(whole);
      }
      ByteBuffer real = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      copy.out(whole, real);
      return new Reply.Result(fitting.real(), 0, Optional.of(real));
    }
    DeviceMemory real = held.device(bytes);
    copies.add(real);
    copy.out(memory, real);
    copies.remove(real);
    return new Reply.Result(fitting.real(), held.keep(real, bytes), Optional.empty());
  }

  private static int bytes(Shape shape, DType dtype) {
    long bytes = Math.multiplyExact(shape.elements(), (long) dtype.bytes());
    if (bytes > Binding.LARGEST) {
      throw new IllegalArgumentException(
          "%s %s has %d bytes, wants %d at most: ask for a smaller batch or size"
              .formatted(dtype, shape, bytes, Binding.LARGEST));
    }
    return (int) bytes;
  }

  /** Gives back what nobody kept. */
  @Override
  public void close() {
    made.values().forEach(held::giveBack);
    copies.forEach(held::giveBack);
  }
}
