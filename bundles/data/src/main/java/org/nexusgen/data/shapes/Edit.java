package org.nexusgen.data.shapes;

import java.util.List;
import java.util.stream.Stream;

/**
 * An instruction and the exact scene that it makes of another one.
 *
 * @param references how it names the objects that it changes; none for a new one or the background
 */
record Edit(
    Kind kind, String instruction, Scene source, Scene target, List<Reference.Kind> references) {
  /** What is asked for. */
  enum Kind {
    RECOLOUR,
    REPLACE,
    RESIZE,
    REMOVE,
    MOVE,
    ADD,
    BACKGROUND,
    /** Two of the others. */
    MULTI;

    String word() {
      return Words.of(this);
    }
  }

  Edit {
    references = List.copyOf(references);
    if (source.equals(target)) {
      throw new IllegalArgumentException("'%s' changes nothing".formatted(instruction));
    }
  }

  /** Whether a result shows everything that was to change as it should be. */
  boolean isDone(Scene result) {
    return agrees(result, true);
  }

  /** Whether a result left everything alone that was not to change. */
  boolean keepsTheRest(Scene result) {
    return agrees(result, false);
  }

  private boolean agrees(Scene result, boolean onChanged) {
    boolean recoloured = source.background() != target.background();
    boolean background = recoloured != onChanged || result.background() == target.background();
    return background
        && Stream.of(Cell.values())
            .filter(cell -> source.at(cell).equals(target.at(cell)) != onChanged)
            .allMatch(cell -> result.at(cell).equals(target.at(cell)));
  }
}
