package org.nexusgen.engine.tensorrt.worker;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Asks the CUDA driver which devices there are.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-driver-api/">CUDA Driver API</a>
 */
final class CudaDriver {
  /** The oldest for which TensorRT 8.6 has kernels: Pascal (its support matrix). */
  private static final int OLDEST = 60;

  /** The youngest: Hopper. */
  private static final int YOUNGEST = 90;

  // CUdevice_attribute
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;
  private static final int NAME_LENGTH = 256;

  /**
   * @param capability compute capability: {@code 9.0}
   */
  record Gpu(String name, String capability, long totalBytes, long freeBytes) {}

  private final NativeLibrary driver;

  private CudaDriver(NativeLibrary driver) {
    this.driver = driver;
  }

  /**
   * @throws IOException if there is no driver, no such device, or one that TensorRT 8.6 has no
   *     kernels for
   */
  static Gpu open(int number) throws IOException {
    try {
      return new CudaDriver(NativeLibrary.getInstance("libcuda.so.1")).gpu(number);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException("NVIDIA driver: libcuda.so.1 does not load: " + e.getMessage(), e);
    }
  }

  private Gpu gpu(int number) throws IOException {
    call("cuInit", 0);
    IntByReference count = new IntByReference();
    call("cuDeviceGetCount", count);
    if (number < 0 || number >= count.getValue()) {
      throw NoGpu.seen();
    }
    IntByReference device = new IntByReference();
    call("cuDeviceGet", device, number);
    Memory name = new Memory(NAME_LENGTH);
    call("cuDeviceGetName", name, NAME_LENGTH, device.getValue());
    int major = attribute(CAPABILITY_MAJOR, device.getValue());
    int minor = attribute(CAPABILITY_MINOR, device.getValue());
    int capability = 10 * major + minor;
    String text = name.getString(0);
    if (capability < OLDEST || capability > YOUNGEST) {
      throw new IOException(
          "GPU %s: got compute capability %d.%d, wants 6.0 to 9.0, for which TensorRT 8.6 has kernels"
              .formatted(text, major, minor));
    }
    long[] memory = memory(device.getValue());
    return new Gpu(text, major + "." + minor, memory[0], memory[1]);
  }

  private int attribute(int attribute, int device) throws IOException {
    IntByReference value = new IntByReference();
    call("cuDeviceGetAttribute", value, attribute, device);
    return value.getValue();
  }

  // Free memory is told only inside a context; the device's primary one is that of the runtime.
  private long[] memory(int device) throws IOException {
    PointerByReference context = new PointerByReference();
    call("cuDevicePrimaryCtxRetain", context, device);
    try {
      call("cuCtxPushCurrent_v2", context.getValue());
      LongByReference free = new LongByReference();
      LongByReference total = new LongByReference();
      call("cuMemGetInfo_v2", free, total);
      call("cuCtxPopCurrent_v2", new PointerByReference());
      return new long[] {total.getValue(), free.getValue()};
    } finally {
      call("cuDevicePrimaryCtxRelease_v2", device);
    }
  }

  private void call(String function, Object... arguments) throws IOException {
    int code = driver.getFunction(function).invokeInt(arguments);
    if (code == NoGpu.CODE) {
      throw NoGpu.seen();
    }
    if (code != 0) {
      PointerByReference text = new PointerByReference();
      driver.getFunction("cuGetErrorString").invokeInt(new Object[] {code, text});
      Pointer message = text.getValue();
      throw new IOException(
          "CUDA driver: %s(%s) gave error %d: %s"
              .formatted(
                  function,
                  String.join(", ", Stream.of(arguments).map(String::valueOf).toList()),
                  code,
                  message == null ? Arrays.toString(arguments) : message.getString(0)));
    }
  }
}
