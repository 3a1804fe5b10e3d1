package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.nexusgen.engine.tensorrt.worker.DeviceFullException;
import org.nexusgen.engine.tensorrt.worker.NoGpu;
import org.nexusgen.engine.tensorrt.worker.Worker;

/**
 * Devices, and errors by their names.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-runtime-api/">CUDA Runtime API</a>
 */
final class CudaRuntime {
  /** The oldest that CUDA 13 compiles for: Turing (CUDA 13.0 release notes). */
  private static final int OLDEST = 75;

  /**
   * From {@code cudaErrorIllegalAddress} to {@code cudaErrorLaunchFailure} (driver_types.h): the
   * process must end before CUDA works again.
   */
  private static final int FIRST_LASTING = 700;

  private static final int LAST_LASTING = 719;

  /** {@code cudaErrorMemoryAllocation} (driver_types.h). */
  private static final int FULL = 2;

  /** As an abort() of native code ends a process. */
  private static final int ABORTED = 134;

  private CudaRuntime() {}

  /**
   * @param capability compute capability: {@code 9.0}
   */
  record Gpu(String name, String capability, long totalBytes, long freeBytes) {}

  /**
   * Makes a device the one of this thread.
   *
   * @throws IOException if there is no such device, or one that CUDA 13 has no kernels for
   */
  static Gpu open(int number) throws IOException {
    int[] count = new int[1];
    check("cudaGetDeviceCount", cudart.cudaGetDeviceCount(count));
    if (number < 0 || number >= count[0]) {
      throw NoGpu.seen();
    }
    check("cudaSetDevice", cudart.cudaSetDevice(number));
    try (cudaDeviceProp device = new cudaDeviceProp();
        SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check("cudaGetDeviceProperties", cudart.cudaGetDeviceProperties(device, number));
      String name = device.name().getString();
      if (10 * device.major() + device.minor() < OLDEST) {
        throw new IOException(
            "GPU %s: got compute capability %d.%d, wants 7.5 or newer, for which CUDA 13 has kernels"
                .formatted(name, device.major(), device.minor()));
      }
      check("cudaMemGetInfo", cudart.cudaMemGetInfo(free, total));
      return new Gpu(name, device.major() + "." + device.minor(), total.get(), free.get());
    }
  }

  /**
   * Ends the process where no later call could succeed: the next request then starts another.
   *
   * @throws DeviceFullException if there was not enough of the device's memory
   * @throws IOException if a call did not give {@code cudaSuccess}
   */
  static void check(String call, int code) throws IOException {
    if (code == 0) {
      return;
    }
    if (code == NoGpu.CODE) {
      throw NoGpu.seen();
    }
    String message =
        "CUDA: %s gave error %d: %s"
            .formatted(call, code, cudart.cudaGetErrorString(code).getString());
    if (code >= FIRST_LASTING && code <= LAST_LASTING) {
      Worker.say(message);
      Runtime.getRuntime().halt(ABORTED);
    }
    cudart.cudaGetLastError(); // else later calls would give it again
    throw code == FULL ? new DeviceFullException(message) : new IOException(message);
  }
}
