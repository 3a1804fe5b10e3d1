package org.nexusgen.api.weights;

import java.nio.file.Path;
import org.nexusgen.api.BadInputException;

/** Opens model folders. A service. */
public interface ModelLibrary {
  /**
   * @param folder a model in the original layout
   * @return the opened model; the caller closes it
   * @throws BadInputException if it is not a folder, or holds no file of a model
   */
  ModelFolder open(Path folder);
}
