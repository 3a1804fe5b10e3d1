package org.nexusgen.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/** What a run does to the disk, one thing a call, so that tests can stop it between any two. */
public interface Disk {
  void makeFolder(Path folder) throws IOException;

  /** Writes tensors; they are on the disk when the call returns. */
  void write(Path file, Map<String, Tensor> tensors) throws IOException;

  /** Writes a text; it is on the disk when the call returns. */
  void write(Path file, String text) throws IOException;

  /** Adds text to a file's end. */
  void append(Path file, String text) throws IOException;

  /** Renames in one step; a file that stands there is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** Makes sure that names in a folder are on the disk. */
  void sync(Path folder) throws IOException;

  /** Removes a file, or a folder with all that is in it. */
  void delete(Path path) throws IOException;
}
