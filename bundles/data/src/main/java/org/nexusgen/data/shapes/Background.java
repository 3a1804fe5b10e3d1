package org.nexusgen.data.shapes;

/** What lies behind the objects. */
enum Background {
  WHITE,
  BLACK,
  GRAY,
  BROWN,
  STRIPED,
  SKY;

  private static final int STRIPE = 6;
  private static final int[] STRIPES = {235, 195};
  private static final int[] BROWN_RGB = {120, 80, 50};
  private static final int[] SKY_TOP = {225, 235, 250};
  private static final int[] SKY_BOTTOM = {150, 175, 205};

  /** One channel of a row of pixels, 0 to 255; every background is the same along a row. */
  double channel(int y, int index) {
    return switch (this) {
      case WHITE -> 250;
      case BLACK -> 15;
      case GRAY -> 128;
      case BROWN -> BROWN_RGB[index];
      case STRIPED -> STRIPES[y / STRIPE % 2];
      case SKY -> {
        double down = y / (double) (Scene.PIXELS - 1);
        yield SKY_TOP[index] + (SKY_BOTTOM[index] - SKY_TOP[index]) * down;
      }
    };
  }

  String word() {
    return Words.of(this);
  }
}
