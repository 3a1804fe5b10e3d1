package org.nexusgen.data.shapes;

import org.nexusgen.api.image.Image;

/** Draws scenes: 72 x 72 pixels, each the mean of 6 x 6 samples. */
final class SceneRenderer {
  static final int SAMPLES = 6;

  private SceneRenderer() {}

  static Image render(Scene scene) {
    double[] values = new double[Scene.PIXELS * Scene.PIXELS * 3];
    for (int y = 0; y < Scene.PIXELS; y++) {
      for (int x = 0; x < Scene.PIXELS; x++) {
        for (int c = 0; c < 3; c++) {
          values[(y * Scene.PIXELS + x) * 3 + c] = scene.background().channel(y, c);
        }
      }
    }
    scene.objects().forEach(object -> draw(object, values));
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(values[i]);
    }
    return new Image(Scene.PIXELS, Scene.PIXELS, Image.Channels.RGB, pixels);
  }

  private static void draw(SceneObject object, double[] values) {
    double[] mask = mask(object.shape(), object.size());
    int top = object.cell().row() * Cell.SIDE;
    int left = object.cell().column() * Cell.SIDE;
    for (int y = 0; y < Cell.SIDE; y++) {
      for (int x = 0; x < Cell.SIDE; x++) {
        double alpha = mask[y * Cell.SIDE + x];
        int pixel = ((top + y) * Scene.PIXELS + left + x) * 3;
        for (int c = 0; c < 3; c++) {
          double behind = values[pixel + c];
          values[pixel + c] = behind + alpha * (object.colour().channel(c) - behind);
        }
      }
    }
  }

  /** How much of each pixel of a cell a form covers, 0 to 1, row by row. */
  static double[] mask(Shape shape, Size size) {
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
