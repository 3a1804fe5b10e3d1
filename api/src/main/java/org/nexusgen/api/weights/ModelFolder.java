package org.nexusgen.api.weights;

import java.nio.file.Path;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.osgi.annotation.versioning.ProviderType;

/** A model on disk, in the original layout. Thread-safe; files are opened when they are needed. */
@ProviderType
public interface ModelFolder extends AutoCloseable {
  Path root();

  /** Grids, sizes and defaults of this model: the reference's, or those of its nexusgen.json. */
  ModelSettings settings();

  /**
   * A JSON file of the folder, such as {@code config.json} or {@code vae/config.json}; the latter
   * kinds are also looked for under {@code FLUX/FLUX.1-dev} inside and beside the folder.
   *
   * @return empty if there is no such file
   * @throws BadInputException if the file is not a JSON object
   */
  Optional<ConfigTree> config(String path);

  /**
   * Like {@link #config}, for files that must be there.
   *
   * @throws BadInputException if the file is missing or malformed
   */
  ConfigTree requireConfig(String path);

  /** A file of the folder, found like {@link #config}. */
  Optional<Path> file(String path);

  boolean has(WeightSet set);

  /**
   * The named tensors of one set.
   *
   * @throws BadInputException if the files are missing or malformed
   */
  WeightStore weights(WeightSet set);

  @Override
  void close();
}
