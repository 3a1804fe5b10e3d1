package org.nexusgen.data.shapes;

import java.util.Optional;
import java.util.stream.Stream;

/** From one scene to another: what should differ, and what should not. */
record SceneChange(Scene source, Scene target) {
  /** Whether a result shows everything that was to change as it should be. */
  boolean isDone(Sight result) {
    return agrees(result, true);
  }

  /** Whether a result left everything alone that was not to change. */
  boolean keepsTheRest(Sight result) {
    return agrees(result, false);
  }

  private boolean agrees(Sight result, boolean onChanged) {
    boolean recoloured = source.background() != target.background();
    boolean background =
        recoloured != onChanged || result.background().equals(Optional.of(target.background()));
    return background
        && Stream.of(Cell.values())
            .filter(cell -> source.at(cell).equals(target.at(cell)) != onChanged)
            .allMatch(cell -> result.shows(cell, target.at(cell)));
  }
}
