package org.nexusgen.data.shapes;

/** A question about a scene and its one exact answer. */
record Question(Kind kind, String text, String answer) {
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
}
