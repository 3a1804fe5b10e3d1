package org.nexusgen.engine.tensorrt;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.NexusGenException;

/**
 * JavaCPP's classes for TensorRT bring those for cuDNN along, which are linked to all of its
 * libraries; TensorRT needs two of them, and we call none. In a folder that is searched last, every
 * name leads to a library that is there, so that the loader is content without half a gigabyte for
 * training.
 */
final class CudnnNames {
  private static final List<String> NAMES =
      List.of(
          "libcudnn_adv_infer.so.8",
          "libcudnn_adv_train.so.8",
          "libcudnn_cnn_infer.so.8",
          "libcudnn_cnn_train.so.8",
          "libcudnn_ops_infer.so.8",
          "libcudnn_ops_train.so.8");

  private CudnnNames() {}

  static Path folder(Path cache, Path cudnn) {
    Path folder = cache.resolve("cudnn-names-" + Integer.toHexString(cudnn.hashCode()));
    try {
      Files.createDirectories(folder);
      for (String name : NAMES) {
        link(folder.resolve(name), cudnn);
      }
    } catch (IOException e) {
      throw new NexusGenException("folder %s cannot be made: %s".formatted(folder, e), e);
    }
    return folder;
  }

  private static void link(Path name, Path library) throws IOException {
    try {
      Files.createSymbolicLink(name, library);
    } catch (FileAlreadyExistsException e) {
      // made by an earlier start, or by another process just now
    }
  }
}
