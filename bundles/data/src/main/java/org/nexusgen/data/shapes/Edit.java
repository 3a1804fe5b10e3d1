package org.nexusgen.data.shapes;

import java.util.List;

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
}
