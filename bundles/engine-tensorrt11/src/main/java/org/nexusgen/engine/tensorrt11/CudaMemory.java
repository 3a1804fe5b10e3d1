package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;

/**
 * Memory that {@code cudaMalloc} gave. Copies are done when they return; the null stream, which
 * they are in, waits for those of plans.
 */
final class CudaMemory implements DeviceMemory {
  private final Pointer address = new Pointer();
  private final long bytes;

  /**
   * @throws IOException if the device has not so much
   */
  CudaMemory(long bytes) throws IOException {
    this.bytes = bytes;
    CudaRuntime.check("cudaMalloc of %d bytes".formatted(bytes), cudart.cudaMalloc(address, bytes));
  }

  /** Where it is on the device. */
  Pointer address() {
    return address;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    ByteBuffer direct = from;
    if (!from.isDirect()) {
      direct = ByteBuffer.allocateDirect(from.remaining()).put(from.duplicate()).flip();
    }
    try (Pointer host = new Pointer(direct.slice())) {
      int code =
          cudart.cudaMemcpy(address, host, direct.remaining(), cudart.cudaMemcpyHostToDevice);
      CudaRuntime.check("cudaMemcpy to the device", code);
    }
  }

  @Override
  public void read(ByteBuffer into) throws IOException {
    try (Pointer host = new Pointer(into.slice())) {
      int code = cudart.cudaMemcpy(host, address, into.remaining(), cudart.cudaMemcpyDeviceToHost);
      CudaRuntime.check("cudaMemcpy from the device", code);
    }
  }

  @Override
  public void copy(long to, DeviceMemory from, long start, long count) throws IOException {
    if (!(from instanceof CudaMemory there)) {
      throw new IllegalArgumentException("memory of another device: " + from.getClass());
    }
    try (Pointer target = new BytePointer(address).position(to);
        Pointer source = new BytePointer(there.address).position(start)) {
      int code = cudart.cudaMemcpy(target, source, count, cudart.cudaMemcpyDeviceToDevice);
      CudaRuntime.check("cudaMemcpy on the device", code);
    }
  }

  @Override
  public void free() {
    cudart.cudaFree(address);
    address.setNull();
  }
}
