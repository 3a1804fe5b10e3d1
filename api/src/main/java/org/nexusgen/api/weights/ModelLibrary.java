package org.nexusgen.api.weights;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.osgi.annotation.versioning.ProviderType;

/** Opens model folders. A service. */
@ProviderType
public interface ModelLibrary {
  /**
   * @param folder a model in the original layout; or, where there is no such folder, the name of an
   *     installed model, which may be followed by {@code :version}, or of one that the installation
   *     brings
   * @return the opened model; the caller closes it
   * @throws BadInputException if it is neither, or holds no file of a model
   */
  default ModelFolder open(Path folder) {
    return open(folder, List.of());
  }

  /**
   * The same with adapters merged into the weights, each on top of those before.
   *
   * @throws BadInputException if an adapter cannot be read; if it does not fit the model, asking
   *     for its weights fails
   */
  ModelFolder open(Path folder, List<AdapterChoice> adapters);

  /** The models that are installed as bundles, by name and version. */
  default List<InstalledModel> installed() {
    return List.of();
  }
}
