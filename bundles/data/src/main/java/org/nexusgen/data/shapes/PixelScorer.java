package org.nexusgen.data.shapes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.image.Image;

/**
 * Reads the scene out of a picture without any learning: background by template, objects by
 * connected components, colour by the median, form and size by the best mask.
 */
final class PixelScorer {
  private static final int BACKGROUND_REACH = 32;
  private static final double BACKGROUND_SHARE = 0.4;
  private static final int FOREGROUND_REACH = 45;
  private static final int LEAST_PIXELS = 14;
  private static final double COLOUR_REACH = 60;
  private static final double LEAST_OVERLAP = 0.6;
  private static final double CELL_REACH = 5;

  private PixelScorer() {}

  /** The scene, or empty if the picture is not a clean picture of one. */
  static Optional<Scene> read(Image image) {
    return look(image).scene();
  }

  /** All that can be made out, even if the whole is no clean picture of a scene. */
  static Sight look(Image image) {
    if (image.width() != Scene.PIXELS || image.height() != Scene.PIXELS) {
      return Sight.nothing();
    }
    byte[] pixels = image.dropAlpha().pixels();
    Optional<Background> background = background(pixels);
    if (background.isEmpty()) {
      return Sight.nothing();
    }
    Map<Cell, List<Optional<SceneObject>>> things = new EnumMap<>(Cell.class);
    for (List<Integer> component : components(pixels, background.get())) {
      Box box = Box.around(component);
      things
          .computeIfAbsent(box.nearest(), unused -> new ArrayList<>())
          .add(object(pixels, background.get(), component, box));
    }
    return new Sight(background, things);
  }

  private static Optional<Background> background(byte[] pixels) {
    Background best = Background.WHITE;
    int most = 0;
    for (Background candidate : Background.values()) {
      int fits = 0;
      for (int p = 0; p < Scene.PIXELS * Scene.PIXELS; p++) {
        fits += distance(pixels, candidate, p) <= BACKGROUND_REACH ? 1 : 0;
      }
      if (fits > most) {
        most = fits;
        best = candidate;
      }
    }
    double share = most / (double) (Scene.PIXELS * Scene.PIXELS);
    return share > BACKGROUND_SHARE ? Optional.of(best) : Optional.empty();
  }

  /** Largest channel difference to the background. */
  private static double distance(byte[] pixels, Background background, int p) {
    double largest = 0;
    for (int c = 0; c < 3; c++) {
      double level = background.channel(p / Scene.PIXELS, c);
      largest = Math.max(largest, Math.abs((pixels[3 * p + c] & 0xff) - level));
    }
    return largest;
  }

  private static List<List<Integer>> components(byte[] pixels, Background background) {
    boolean[] open = new boolean[Scene.PIXELS * Scene.PIXELS];
    for (int p = 0; p < open.length; p++) {
      open[p] = distance(pixels, background, p) > FOREGROUND_REACH;
    }
    List<List<Integer>> components = new ArrayList<>();
    for (int p = 0; p < open.length; p++) {
      if (open[p]) {
        List<Integer> component = flood(open, p);
        if (component.size() >= LEAST_PIXELS) {
          components.add(component);
        }
      }
    }
    return components;
  }

  private static List<Integer> flood(boolean[] open, int start) {
    List<Integer> component = new ArrayList<>();
    Deque<Integer> edge = new ArrayDeque<>();
    edge.push(start);
    open[start] = false;
    while (!edge.isEmpty()) {
      int p = edge.pop();
      component.add(p);
      int x = p % Scene.PIXELS;
      visit(open, edge, x > 0, p - 1);
      visit(open, edge, x < Scene.PIXELS - 1, p + 1);
      visit(open, edge, p >= Scene.PIXELS, p - Scene.PIXELS);
      visit(open, edge, p < open.length - Scene.PIXELS, p + Scene.PIXELS);
    }
    return component;
  }

  private static void visit(boolean[] open, Deque<Integer> edge, boolean inside, int p) {
    if (inside && open[p]) {
      open[p] = false;
      edge.push(p);
    }
  }

  private static Optional<SceneObject> object(
      byte[] pixels, Background background, List<Integer> component, Box box) {
    Optional<Colour> colour = colour(pixels, component);
    if (!box.isCentred() || colour.isEmpty()) {
      return Optional.empty();
    }
    Cell cell = box.nearest();
    double[] alpha = alpha(pixels, background, cell, colour.get());
    record Fit(Shape shape, Size size, double overlap) {}
    List<Fit> fits = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (Size size : Size.values()) {
        fits.add(new Fit(shape, size, overlap(alpha, SceneRenderer.mask(shape, size))));
      }
    }
    return fits.stream()
        .max(Comparator.comparingDouble(Fit::overlap))
        .filter(fit -> fit.overlap() > LEAST_OVERLAP)
        .map(fit -> new SceneObject(cell, fit.shape(), colour.get(), fit.size()));
  }

  /** The centre of a component's bounding box. */
  private record Box(double x, double y) {
    static Box around(List<Integer> component) {
      int left = Scene.PIXELS;
      int right = 0;
      int top = Scene.PIXELS;
      int bottom = 0;
      for (int p : component) {
        left = Math.min(left, p % Scene.PIXELS);
        right = Math.max(right, p % Scene.PIXELS);
        top = Math.min(top, p / Scene.PIXELS);
        bottom = Math.max(bottom, p / Scene.PIXELS);
      }
      return new Box((left + right + 1) / 2.0, (top + bottom + 1) / 2.0);
    }

    Cell nearest() {
      return Cell.at((int) (y / Cell.SIDE), (int) (x / Cell.SIDE));
    }

    boolean isCentred() {
      Cell cell = nearest();
      double offX = Math.abs(x - (cell.column() + 0.5) * Cell.SIDE);
      double offY = Math.abs(y - (cell.row() + 0.5) * Cell.SIDE);
      return offX <= CELL_REACH && offY <= CELL_REACH;
    }
  }

  private static Optional<Colour> colour(byte[] pixels, List<Integer> component) {
    double[] median = new double[3];
    for (int c = 0; c < 3; c++) {
      int channel = c;
      int[] values =
          component.stream().mapToInt(p -> pixels[3 * p + channel] & 0xff).sorted().toArray();
      median[c] = values[values.length / 2];
    }
    return Arrays.stream(Colour.values())
        .min(Comparator.comparingDouble(colour -> distance(colour, median)))
        .filter(colour -> distance(colour, median) <= COLOUR_REACH);
  }

  private static double distance(Colour colour, double[] rgb) {
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      squares += Math.pow(colour.channel(c) - rgb[c], 2);
    }
    return Math.sqrt(squares);
  }

  /** How much of each pixel of a cell is colour rather than background. */
  private static double[] alpha(byte[] pixels, Background background, Cell cell, Colour colour) {
    double[] alpha = new double[Cell.SIDE * Cell.SIDE];
    for (int i = 0; i < alpha.length; i++) {
      int y = cell.row() * Cell.SIDE + i / Cell.SIDE;
      int p = y * Scene.PIXELS + cell.column() * Cell.SIDE + i % Cell.SIDE;
      double along = 0;
      double length = 0;
      for (int c = 0; c < 3; c++) {
        double behind = background.channel(y, c);
        double span = colour.channel(c) - behind;
        along += ((pixels[3 * p + c] & 0xff) - behind) * span;
        length += span * span;
      }
      alpha[i] = Math.clamp(along / length, 0, 1);
    }
    return alpha;
  }

  /** Soft intersection over union, at the best shift of up to one pixel. */
  private static double overlap(double[] alpha, double[] mask) {
    double best = 0;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        double both = 0;
        double either = 0;
        for (int y = 0; y < Cell.SIDE; y++) {
          for (int x = 0; x < Cell.SIDE; x++) {
            double a = alpha[y * Cell.SIDE + x];
            int my = y - dy;
            int mx = x - dx;
            boolean inside = my >= 0 && my < Cell.SIDE && mx >= 0 && mx < Cell.SIDE;
            double m = inside ? mask[my * Cell.SIDE + mx] : 0;
            both += Math.min(a, m);
            either += Math.max(a, m);
          }
        }
        best = Math.max(best, both / either);
      }
    }
    return best;
  }
}
