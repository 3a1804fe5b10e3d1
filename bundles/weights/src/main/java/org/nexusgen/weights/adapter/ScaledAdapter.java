package org.nexusgen.weights.adapter;

import java.nio.file.Path;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.AdapterChoice;

/**
 * An adapter to be merged.
 *
 * @param file where it came from, for messages
 */
public record ScaledAdapter(Path file, Adapter adapter, double scale) {
  public static ScaledAdapter read(AdapterChoice choice) {
    return new ScaledAdapter(choice.file(), PeftFolder.of(choice.file()).read(), choice.scale());
  }

  /** What B A is multiplied with. */
  double factor() {
    return scale * adapter.factor();
  }
}
