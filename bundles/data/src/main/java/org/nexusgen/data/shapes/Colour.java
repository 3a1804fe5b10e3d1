package org.nexusgen.data.shapes;

/** Colours of objects. */
enum Colour {
  RED(220, 40, 40),
  GREEN(40, 170, 60),
  BLUE(40, 80, 220),
  YELLOW(240, 210, 40),
  ORANGE(245, 130, 30),
  PURPLE(140, 50, 180),
  CYAN(50, 200, 220),
  PINK(245, 130, 190);

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final int[] rgb;

  Colour(int red, int green, int blue) {
    this.rgb = new int[] {red, green, blue};
  }

  /** One channel, 0 to 255. */
  int channel(int index) {
    return rgb[index];
  }

  String word() {
    return Words.of(this);
  }
}
