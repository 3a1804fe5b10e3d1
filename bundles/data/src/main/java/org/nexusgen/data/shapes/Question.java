package org.nexusgen.data.shapes;

import java.util.List;

/**
 * A question about a scene and its one exact answer.
 *
 * @param references how it names the objects that it is about
 */
record Question(Kind kind, String text, String answer, List<Reference.Kind> references) {
  /** What is asked. */
  enum Kind {
    COLOR_OF,
    COLOR_AT,
    SHAPE_OF,
    SHAPE_AT,
    COUNT_SHAPE,
    COUNT_COLOR,
    COUNT_ALL,
    WHERE,
    EXISTS,
    BACKGROUND,
    SIZE,
    RELATION,
    CAPTION;

    String word() {
      return Words.of(this);
    }
  }

  Question {
    references = List.copyOf(references);
  }

  /** A question that names no object. */
  Question(Kind kind, String text, String answer) {
    this(kind, text, answer, List.of());
  }
}
