package org.nexusgen.api.weights;

import java.nio.file.Path;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** Reads and writes small sets of tensors as safetensors files. A service. */
@ProviderType
public interface TensorFiles {
  /**
   * All tensors of a file, in file order.
   *
   * @throws BadInputException if the file is missing or malformed
   */
  Map<String, Tensor> read(Path file);

  /**
   * Writes a file whole or not at all.
   *
   * @throws NexusGenException if it cannot be written; what stood there before stays
   */
  void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata);
}
