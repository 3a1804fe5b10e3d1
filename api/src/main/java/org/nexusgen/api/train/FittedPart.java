package org.nexusgen.api.train;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.image.Image;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part whose weights follow from those of a model's other parts: computed, not learned. A
 * service.
 */
@ConsumerType
public interface FittedPart {
  /** What recipes call it, such as {@code preview}. */
  String name();

  /**
   * Computes the part's weights and writes them into the model's folder, whole or not at all.
   *
   * @param model folder with the parts that this one builds on
   * @param pictures such as the model knows
   * @return the file that was written
   * @throws org.nexusgen.api.BadInputException if there are too few pictures
   * @throws org.nexusgen.api.NexusGenException if a part is missing, or nothing can be written
   */
  Path fit(Path model, List<Image> pictures);
}
