package org.nexusgen.data.shapes;

import org.nexusgen.api.image.Image;

/** Draws scenes: 72 x 72 pixels, each the mean of 6 x 6 samples. */
final class SceneRenderer {
  static final int SAMPLES = 6;

  private static final double[][] MASKS = masks();
  private static final byte[][] BACKGROUNDS = backgrounds();

  private SceneRenderer() {}

  @SuppressWarnings("EnumOrdinal") // indexes a table
  static Image render(Scene scene) {
    byte[] pixels = BACKGROUNDS[scene.background().ordinal()].clone();
    scene.objects().forEach(object -> draw(object, scene.background(), pixels));
    return new Image(Scene.PIXELS, Scene.PIXELS, Image.Channels.RGB, pixels);
  }

  private static void draw(SceneObject object, Background background, byte[] pixels) {
    double[] mask = mask(object.shape(), object.size());
    int top = object.cell().row() * Cell.SIDE;
    int left = object.cell().column() * Cell.SIDE;
    for (int y = 0; y < Cell.SIDE; y++) {
      for (int c = 0; c < 3; c++) {
        double behind = background.channel(top + y, c);
        double span = object.colour().channel(c) - behind;
        for (int x = 0; x < Cell.SIDE; x++) {
          double level = behind + mask[y * Cell.SIDE + x] * span;
          pixels[((top + y) * Scene.PIXELS + left + x) * 3 + c] = (byte) Math.round(level);
        }
      }
    }
  }

  @SuppressWarnings("EnumOrdinal") // indexes a table
  private static byte[][] backgrounds() {
    byte[][] backgrounds = new byte[Background.values().length][Scene.PIXELS * Scene.PIXELS * 3];
    for (Background background : Background.values()) {
      byte[] pixels = backgrounds[background.ordinal()];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) Math.round(background.channel(i / (Scene.PIXELS * 3), i % 3));
      }
    }
    return backgrounds;
  }

  /** How much of each pixel of a cell a form covers, 0 to 1, row by row; not to be changed. */
  static double[] mask(Shape shape, Size size) {
    return MASKS[index(shape, size)];
  }

  @SuppressWarnings("EnumOrdinal") // indexes a table
  private static int index(Shape shape, Size size) {
    return shape.ordinal() * Size.values().length + size.ordinal();
  }

  private static double[][] masks() {
    double[][] masks = new double[Shape.values().length * Size.values().length][];
    for (Shape shape : Shape.values()) {
      for (Size size : Size.values()) {
        masks[index(shape, size)] = sampled(shape, size);
      }
    }
    return masks;
  }

  private static double[] sampled(Shape shape, Size size) {
    double[] mask = new double[Cell.SIDE * Cell.SIDE];
    double centre = Cell.SIDE / 2.0;
    for (int y = 0; y < Cell.SIDE; y++) {
      for (int x = 0; x < Cell.SIDE; x++) {
        int hits = 0;
        for (int s = 0; s < SAMPLES * SAMPLES; s++) {
          double px = x + (s % SAMPLES + 0.5) / SAMPLES - centre;
          int row = s / SAMPLES;
          double py = y + (row + 0.5) / SAMPLES - centre;
          hits += shape.contains(px, py, size.radius()) ? 1 : 0;
        }
        mask[y * Cell.SIDE + x] = hits / (double) (SAMPLES * SAMPLES);
      }
    }
    return mask;
  }
}
