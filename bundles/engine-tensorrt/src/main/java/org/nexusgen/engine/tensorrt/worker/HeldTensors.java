package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tensors that outlive the run that made them, on the device or in the worker's own memory. */
final class HeldTensors {
  /** One of them. */
  sealed interface Held {
    /** Bytes of its values. */
    int bytes();
  }

  /**
   * In the worker's own memory.
   *
   * @param memory from its beginning to its limit
   */
  record OnHost(ByteBuffer memory) implements Held {
    @Override
    public int bytes() {
      return memory.limit();
    }
  }

  /** On the device. */
  record OnDevice(DeviceMemory memory, int bytes) implements Held {}

  private final MemoryPool<ByteBuffer> host =
      new MemoryPool<>(
          size -> HostMemory.allocate((int) Math.min(size, Integer.MAX_VALUE)),
          buffer -> {}); // the garbage collector's
  private final MemoryPool<DeviceMemory> device;
  private final Map<Long, Held> tensors = new HashMap<>();
  private long last;

  HeldTensors(NativeLayer layer) {
    this.device = new MemoryPool<>(layer::allocate, DeviceMemory::free);
  }

  /** The worker's memory for a tensor, with the number by which it is called. */
  long take(int bytes) throws IOException {
    ByteBuffer memory = host.take(MemoryPool.roundUp(bytes));
    return hold(new OnHost(memory.clear().limit(bytes).order(ByteOrder.LITTLE_ENDIAN)));
  }

  /** Takes a tensor on the device over, and gives it a number. */
  long keep(DeviceMemory memory, int bytes) {
    return hold(new OnDevice(memory, bytes));
  }

  private long hold(Held tensor) {
    tensors.put(++last, tensor);
    return last;
  }

  /** Memory on the device, for {@link #keep} or {@link #giveBack}. */
  DeviceMemory device(long bytes) throws IOException {
    return device.take(MemoryPool.roundUp(bytes));
  }

  void giveBack(DeviceMemory memory) {
    device.giveBack(memory.bytes(), memory);
  }

  /** Gives back what is kept for later tensors: plans need room, too. */
  void freeSpare() {
    host.clear();
    device.clear();
  }

  Held held(long handle) {
    Held tensor = tensors.get(handle);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor %d is not held".formatted(handle));
    }
    return tensor;
  }

  /** Its values in the worker's memory; a copy if they are on the device. */
  ByteBuffer get(long handle) throws IOException {
    return switch (held(handle)) {
      case OnHost here -> here.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      case OnDevice there -> {
        ByteBuffer copy = HostMemory.allocate(there.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        there.memory().read(copy);
        yield copy;
      }
    };
  }

  /** Copies its values. */
  void fetch(long handle, ByteBuffer into) throws IOException {
    switch (held(handle)) {
      case OnHost here -> into.put(here.memory().duplicate());
      case OnDevice there -> there.memory().read(into);
    }
  }

  boolean isEmpty() {
    return tensors.isEmpty();
  }

  void free(List<Long> handles) {
    for (long handle : handles) {
      switch (tensors.remove(handle)) {
        case null -> {}
        case OnHost here -> host.giveBack(MemoryPool.roundUp(here.bytes()), here.memory());
        case OnDevice there -> giveBack(there.memory());
      }
    }
  }
}
