package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.jspecify.annotations.Nullable;

/**
 * What TensorRT measured of its kernels: gathered from build to build, and kept for later
 * processes, which read it once. TensorRT itself decides whether it takes a file, and refuses those
 * of other versions and devices; then it begins anew. Called by one thread.
 */
@SuppressWarnings("deprecation") // destroy(): C++ has delete instead, JavaCPP has not
final class KernelTimings {
  private static @Nullable ITimingCache known;

  /** Held, since TensorRT does not say whether it copies them. */
  @SuppressWarnings("UnusedVariable")
  private static @Nullable BytePointer bytes;

  private KernelTimings() {}

  /**
   * @param file that may not be there; empty: none
   */
  static void use(String file, IBuilderConfig config) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (known == null) {
      byte[] stored = Files.exists(Path.of(file)) ? Files.readAllBytes(Path.of(file)) : new byte[0];
      BytePointer kept = new BytePointer(stored);
      bytes = kept;
      ITimingCache read = stored.length == 0 ? null : config.createTimingCache(kept, stored.length);
      known = read != null && !read.isNull() && config.setTimingCache(read, false) ? read : null;
    }
    if (known == null) {
      known = config.createTimingCache(new Pointer(), 0);
    }
    config.setTimingCache(known, false);
  }

  /** After a build: what is known now. Only one process builds at a time. */
  static void keep(String file) throws IOException {
    ITimingCache cache = known;
    if (file.isEmpty() || cache == null || cache.isNull()) {
      return;
    }
    Path target = Path.of(file);
    Path written = target.resolveSibling(target.getFileName() + ".new");
    IHostMemory data = cache.serialize();
    try {
      PlanBuilder.write(data, written);
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      data.destroy();
    }
  }
}
