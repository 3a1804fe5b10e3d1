package org.nexusgen.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;

/** Where a command's embeddings go: a file, or standard output. */
record Embeddings(Path output) {
  /** Refuses an output that could not be written later. */
  Embeddings {
    Checks.writable(output, ".safetensors");
  }

  boolean toStandardOutput() {
    return output.equals(Checks.STANDARD_OUTPUT);
  }

  void write(TensorFiles files, PrintStream out, Map<String, Tensor> tensors) {
    if (!toStandardOutput()) {
      files.write(output, tensors, Map.of());
      return;
    }
    try {
      Path whole = Files.createTempFile("nexusgen", ".safetensors"); // the format is written whole
      try {
        files.write(whole, tensors, Map.of());
        Files.copy(whole, out);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new NexusGenException(
          "temporary file for standard output: cannot be written: %s; -o FILE does without"
              .formatted(e.getMessage()),
          e);
    }
    out.flush();
  }
}
