package org.nexusgen.data.shapes;

/** Sizes of objects. */
enum Size {
  SMALL(5.5),
  LARGE(9.5);

  private final double radius;

  Size(double radius) {
    this.radius = radius;
  }

  /** In pixels. */
  double radius() {
    return radius;
  }

  String word() {
    return Words.of(this);
  }

  Size other() {
    return this == SMALL ? LARGE : SMALL;
  }
}
