package org.nexusgen.engine.tensorrt;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.NexusGenException;

/**
 * JavaCPP's classes for TensorRT bring those for cuBLAS and cuDNN along, which are linked to more
 * libraries than TensorRT needs; nothing calls these. In a folder that is searched last, each of
 * their names leads to a library that is there, so that the loader is content without gigabytes
 * that nobody uses.
 */
final class UncalledLibraries {
  private UncalledLibraries() {}

  /**
   * @param cache folder in which it is made
   * @param names of the libraries
   * @param standIn library to which all names lead
   */
  static Path folder(Path cache, List<String> names, Path standIn) {
    Path folder = cache.resolve("uncalled-" + Integer.toHexString(standIn.hashCode()));
    try {
      Files.createDirectories(folder);
      for (String name : names) {
        link(folder.resolve(name), standIn);
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
