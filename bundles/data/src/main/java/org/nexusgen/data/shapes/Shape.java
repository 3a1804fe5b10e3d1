package org.nexusgen.data.shapes;

/** Forms of objects, each the set of points that belong to it at a radius. y points down. */
enum Shape {
  CIRCLE {
    @Override
    boolean contains(double x, double y, double r) {
      return x * x + y * y <= r * r;
    }
  },
  SQUARE {
    @Override
    boolean contains(double x, double y, double r) {
      return Math.abs(x) <= SQUARE_SIDE * r && Math.abs(y) <= SQUARE_SIDE * r;
    }
  },
  TRIANGLE {
    @Override
    boolean contains(double x, double y, double r) {
      double fraction = (y + r) / (TRIANGLE_HEIGHT * r);
      return fraction >= 0 && fraction <= 1 && Math.abs(x) <= fraction * r;
    }
  },
  STAR {
    @Override
    boolean contains(double x, double y, double r) {
      return insideStar(x, y, r);
    }
  },
  CROSS {
    @Override
    boolean contains(double x, double y, double r) {
      boolean upright = Math.abs(x) <= ARM * r && Math.abs(y) <= r;
      boolean flat = Math.abs(y) <= ARM * r && Math.abs(x) <= r;
      return upright || flat;
    }
  };

  private static final double SQUARE_SIDE = 0.92;
  private static final double TRIANGLE_HEIGHT = 1.85;
  private static final double ARM = 0.34;
  private static final double STAR_OUTER = 1.08;
  private static final double STAR_INNER = 0.45;
  private static final int STAR_CORNERS = 10;

  /** Whether a point, relative to the centre, belongs to the form. */
  abstract boolean contains(double x, double y, double r);

  String word() {
    return Words.of(this);
  }

  String plural() {
    return this == CROSS ? "crosses" : word() + "s";
  }

  /** Even-odd rule over the ten corners, the first one up. */
  private static boolean insideStar(double x, double y, double r) {
    boolean inside = false;
    for (int i = 0, j = STAR_CORNERS - 1; i < STAR_CORNERS; j = i++) {
      double xi = cornerX(i) * r;
      double yi = cornerY(i) * r;
      double xj = cornerX(j) * r;
      double yj = cornerY(j) * r;
      if (yi > y != yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
    return inside;
  }

  private static double cornerX(int i) {
    return radius(i) * Math.sin(Math.PI * i / 5);
  }

  private static double cornerY(int i) {
    return -radius(i) * Math.cos(Math.PI * i / 5);
  }

  private static double radius(int corner) {
    return corner % 2 == 0 ? STAR_OUTER : STAR_INNER;
  }
}
