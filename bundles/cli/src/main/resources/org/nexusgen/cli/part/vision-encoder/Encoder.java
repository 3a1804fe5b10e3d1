package {{package}};

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;

/**
 * Sees mean colours, one a patch, and spreads those of a token over the model's width. It stands
 * where your network goes: sizes, grids and refusals are as the pipeline wants them.
 */
final class {{type}}Encoder implements VisionEncoder {
  private static final int COLOURS = 3;

  /** Embeddings for which there is memory, whatever the settings say. */
  private static final long MOST = 65_536;

  private final int width;
  private final int patch;
  private final int merge;
  private final int mostTokens;
  private final ModelSettings model;

  /**
   * @param width of an embedding
   * @param patch side in pixels
   * @param merge side of a token, in patches
   * @param mostTokens of a picture whose size is not given
   */
  {{type}}Encoder(int width, int patch, int merge, int mostTokens, ModelSettings model) {
    this.width = width;
    this.patch = patch;
    this.merge = merge;
    this.mostTokens = mostTokens;
    this.model = model;
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route) {
    if (images.isEmpty()) {
      throw new BadInputException("{{name}}: got no picture, wants one or more");
    }
    List<VisionEncoding> single =
        images.stream()
            .map(image -> encode(rgb(image, route == ImageRoute.UNDERSTANDING), size(image, route)))
            .toList();
    int patches = single.stream().mapToInt(one -> one.grids().get(0).patches()).sum();
    float[] pixels = new float[COLOURS * patches];
    List<ImageGrid> grids = new ArrayList<>();
    List<ImageEmbedding> embeddings = new ArrayList<>();
    int at = 0;
    for (VisionEncoding one : single) {
      float[] values = one.pixelValues().floats();
      System.arraycopy(values, 0, pixels, at, values.length);
      at += values.length;
      grids.addAll(one.grids());
      embeddings.addAll(one.embeddings());
    }
    return new VisionEncoding(Tensor.of(pixels, patches, COLOURS), grids, embeddings);
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size) {
    int side = patch * merge;
    long tokens = (long) (size.width() / side) * (size.height() / side);
    if (size.width() % side != 0 || size.height() % side != 0 || tokens > MOST) {
      throw new BadInputException(
          "{{name}}: got size %s, wants multiples of %d with at most %d tokens"
              .formatted(size, side, MOST));
    }
    ImageGrid grid = new ImageGrid(1, size.height() / patch, size.width() / patch);
    float[] colours = colours(rgb(image, false), grid);
    ImageEmbedding embedding =
        new ImageEmbedding(
            Tensor.of(embeddings(colours, grid), tokens, width),
            grid.height() / merge,
            grid.width() / merge);
    return new VisionEncoding(
        Tensor.of(colours, grid.patches(), COLOURS), List.of(grid), List.of(embedding));
  }

  private PixelSize size(Image image, ImageRoute route) {
    return switch (route) {
      case UNDERSTANDING, EDITING -> model.promptSize().orElseGet(() -> whole(image));
      case REFERENCE -> model.referenceSize();
      case TARGET -> model.targetSize();
    };
  }

  /** The picture's size in whole tokens, smaller if they would be too many. */
  private PixelSize whole(Image image) {
    int side = patch * merge;
    double tokens = (double) image.width() * image.height() / side / side;
    double shrink = Math.min(1, Math.sqrt(mostTokens / tokens));
    int columns = (int) Math.max(1, Math.floor(image.width() * shrink / side));
    int rows = (int) Math.max(1, Math.floor(image.height() * shrink / side));
    return new PixelSize(Math.min(columns, mostTokens) * side, Math.min(rows, mostTokens) * side);
  }

  /** Without alpha: over white, or as if it were not there. */
  private static Image rgb(Image image, boolean overWhite) {
    if (!overWhite || image.channels() == Image.Channels.RGB) {
      return image.dropAlpha();
    }
    byte[] pixels = new byte[COLOURS * image.width() * image.height()];
    for (int i = 0; i < pixels.length; i++) {
      int at = i / COLOURS * 4;
      int alpha = image.pixels()[at + 3] & 0xff;
      int colour = image.pixels()[at + i % COLOURS] & 0xff;
      pixels[i] = (byte) ((alpha * colour + (255 - alpha) * 255) / 255);
    }
    return new Image(image.width(), image.height(), Image.Channels.RGB, pixels);
  }

  /** Mean colour of each patch, -1 to 1. */
  private static float[] colours(Image image, ImageGrid grid) {
    float[] colours = new float[COLOURS * grid.patches()];
    for (int i = 0; i < colours.length; i++) {
      int row = i / COLOURS / grid.width();
      int column = i / COLOURS % grid.width();
      int top = (int) ((long) row * image.height() / grid.height());
      int bottom = Math.max(top + 1, (int) ((row + 1L) * image.height() / grid.height()));
      int left = (int) ((long) column * image.width() / grid.width());
      int right = Math.max(left + 1, (int) ((column + 1L) * image.width() / grid.width()));
      double sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          sum += image.pixels()[(y * image.width() + x) * COLOURS + i % COLOURS] & 0xff;
        }
      }
      colours[i] = (float) (sum / ((long) (bottom - top) * (right - left)) / 127.5 - 1);
    }
    return colours;
  }

  /** Each token's colours, spread over the width. */
  private float[] embeddings(float[] colours, ImageGrid grid) {
    int columns = grid.width() / merge;
    float[] values = new float[grid.tokens(merge) * width];
    for (int i = 0; i < values.length; i++) {
      int token = i / width;
      double sum = 0;
      for (int k = 0; k < merge * merge * COLOURS; k++) {
        int row = token / columns * merge + k / COLOURS / merge;
        int column = token % columns * merge + k / COLOURS % merge;
        double weight = Math.cos((i % width + 1) * (k + 1));
        sum += weight * colours[(row * grid.width() + column) * COLOURS + k % COLOURS];
      }
      values[i] = (float) sum;
    }
    return values;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
