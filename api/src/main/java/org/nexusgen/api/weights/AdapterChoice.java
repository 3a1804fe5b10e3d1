package org.nexusgen.api.weights;

import java.nio.file.Path;
import org.nexusgen.api.BadInputException;

/**
 * An adapter that a model is opened with.
 *
 * @param file as {@link AdapterFiles} reads it
 * @param scale what its additions are multiplied with; 1 as it was trained
 */
public record AdapterChoice(Path file, double scale) {
  public AdapterChoice {
    if (!Double.isFinite(scale)) {
      throw new BadInputException(
          "adapter %s: got scale %s, wants a number".formatted(file, scale));
    }
  }
}
