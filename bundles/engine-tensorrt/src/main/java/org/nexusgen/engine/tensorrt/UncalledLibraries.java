package org.nexusgen.engine.tensorrt;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.NexusGenException;

/**
 * TensorRT's plugins, and JavaCPP's classes for cuBLAS and cuDNN that those for TensorRT bring
 * along, are linked to more libraries than are called. In a folder that is searched first, each of
 * their names leads to a library that is there, so that the loader is content without gigabytes
 * that nobody uses. It is searched first so that a machine that has them behaves as one that has
 * not, which is what was shown, whatever release of them it has.
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
