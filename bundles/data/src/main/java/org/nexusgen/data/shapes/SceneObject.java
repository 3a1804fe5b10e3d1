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
}
