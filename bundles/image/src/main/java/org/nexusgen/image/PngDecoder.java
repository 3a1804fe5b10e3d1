package org.nexusgen.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.nexusgen.api.image.Image;

/** Reads PNG files of every colour type; of an animated one the default picture. */
final class PngDecoder implements PictureDecoder {
  /** Deflate makes at most this many bytes of one: a smaller file cannot hold its picture. */
  private static final int DEFLATE_LIMIT = 1032;

  /** One pass over a picture: where it starts, and its steps. */
  private record Pass(int x, int y, int stepX, int stepY) {
    int width(long total) {
      return count(total, x, stepX);
    }

    int height(long total) {
      return count(total, y, stepY);
    }

    private static int count(long total, int first, int step) {
      return total <= first ? 0 : (int) ((total - first + step - 1) / step);
    }
  }

  private static final Pass[] WHOLE = {new Pass(0, 0, 1, 1)};

  private static final Pass[] ADAM7 = {
    new Pass(0, 0, 8, 8),
    new Pass(4, 0, 8, 8),
    new Pass(0, 4, 4, 8),
    new Pass(2, 0, 4, 4),
    new Pass(0, 2, 2, 4),
    new Pass(1, 0, 2, 2),
    new Pass(0, 1, 1, 2),
  };

  @Override
  public Image decode(byte[] content, String name, PixelLimit limit) throws IOException {
    PngFile file = PngFile.parse(content);
    PngHeader header = PngHeader.parse(file.chunk("IHDR").orElseThrow());
    limit.check(name, header.width(), header.height(), 4);
    long rawLength = header.height() * ((header.width() * header.bitsPerPixel() + 7) / 8);
    if (rawLength / DEFLATE_LIMIT > file.dataLength()) {
      throw new DamagedPicture(
          "PNG of %dx%d pixels with only %d bytes of data"
              .formatted(header.width(), header.height(), file.dataLength()));
    }
    PngPixels pixels = new PngPixels(header, file);
    try (InputStream rows = new InflaterInputStream(file.data())) {
      for (Pass pass : header.interlaced() ? ADAM7 : WHOLE) {
        decode(pass, header, rows, pixels);
      }
    } catch (ZipException e) {
      throw new DamagedPicture("PNG data do not inflate: " + e.getMessage());
    }
    Orientation orientation =
        file.chunk("eXIf").map(Orientation::ofExif).orElse(Orientation.UPRIGHT);
    return orientation.apply(pixels.image());
  }

  private static void decode(Pass pass, PngHeader header, InputStream rows, PngPixels pixels)
      throws IOException {
    int width = pass.width(header.width());
    int height = pass.height(header.height());
    if (width == 0) {
      return;
    }
    int length = header.rowBytes(width);
    int pixelBytes = Math.max(1, header.bitsPerPixel() / 8);
    byte[] previous = new byte[length];
    byte[] row = new byte[length];
    for (int i = 0; i < height; i++) {
      int y = pass.y() + i * pass.stepY();
      int filter = rows.read();
      if (filter < 0 || rows.readNBytes(row, 0, length) < length) {
        throw DamagedPicture.truncated("in row %d of %d".formatted(y, header.height()));
      }
      if (filter >= FILTERS.length) {
        throw new DamagedPicture("PNG row %d has filter %d, wants 0 to 4".formatted(y, filter));
      }
      FILTERS[filter].restore(row, previous, length, pixelBytes);
      pixels.put(row, width, y, pass.x(), pass.stepX());
      byte[] swapped = previous;
      previous = row;
      row = swapped;
    }
  }

  private static final PngFilter[] FILTERS = PngFilter.values();
}
