package org.nexusgen.api.weights;

import java.nio.file.Path;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes adapters as Hugging Face's PEFT has them: a folder with {@code
 * adapter_config.json} and {@code adapter_model.safetensors}. A service.
 */
@ProviderType
public interface AdapterFiles {
  /**
   * @param file the folder, or its safetensors file
   * @throws BadInputException if a file is missing or malformed, or the adapter is of a kind that
   *     is more than W + B A
   */
  Adapter read(Path file);

  /**
   * Writes both files, each whole or not at all.
   *
   * @param folder is created
   * @throws NexusGenException if they cannot be written
   */
  void write(Path folder, Adapter adapter);
}
