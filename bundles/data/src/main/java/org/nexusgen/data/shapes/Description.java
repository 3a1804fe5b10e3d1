package org.nexusgen.data.shapes;

/** A prompt, the kind of prompt it is, and the one scene that it means. */
record Description(Kind kind, String text, Scene scene) {
  /** What a prompt leaves to the world's defaults: red, large, a white background. */
  enum Kind {
    /** "a star": in the centre. */
    SINGLE,
    /** "a blue star". */
    COLOR,
    /** "a small blue star". */
    SIZED,
    /** "a star and a circle": left and right. */
    TWO,
    /** "three blue stars". */
    COUNT,
    /** "a red circle to the left of a blue square". */
    POSITION,
    /** "a red circle and a blue square and …". */
    BINDING,
    /** Everything is stated. */
    DENSE;

    String word() {
      return Words.of(this);
    }
  }
}
