package org.nexusgen.data.shapes;

/** One object of a scene. */
record SceneObject(Cell cell, Shape shape, Colour colour, Size size) {
  SceneObject at(Cell other) {
    return new SceneObject(other, shape, colour, size);
  }

  SceneObject in(Colour other) {
    return new SceneObject(cell, shape, other, size);
  }

  SceneObject as(Shape other) {
    return new SceneObject(cell, other, colour, size);
  }

  SceneObject sized(Size other) {
    return new SceneObject(cell, shape, colour, other);
  }

  /**
   * Whether colour and shape are one of the four pairs, a tenth of the 40, that training may leave
   * out ({@code pairs=seen}): none of them red, which stands for colours that nobody said.
   */
  boolean isNovelPair() {
    return switch (colour) {
      case GREEN -> shape == Shape.STAR;
      case BLUE -> shape == Shape.CROSS;
      case YELLOW -> shape == Shape.CIRCLE;
      case PURPLE -> shape == Shape.TRIANGLE;
      case RED, ORANGE, CYAN, PINK -> false;
    };
  }
}
