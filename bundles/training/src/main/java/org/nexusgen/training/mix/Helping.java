package org.nexusgen.training.mix;

import java.util.List;

/**
 * Samples that follow one another in a source.
 *
 * @param ingredient whose source it is
 * @param indices in the source
 */
public record Helping(Ingredient ingredient, List<Long> indices) {
  public Helping {
    indices = List.copyOf(indices);
  }
}
