package org.nexusgen.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.nexusgen.api.image.Image;

/** Writes PNG files: 8 bits a channel, each row with the filter that promises to compress best. */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int DEPTH = 8;
  private static final int COLOUR_RGB = 2;
  private static final int COLOUR_RGB_ALPHA = 6;
  private static final int BUFFER = 1 << 15;

  private PngEncoder() {}

  static byte[] encode(Image image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(image.pixels().length / 2 + 1024);
    file.writeBytes(SIGNATURE);
    writeChunk(file, "IHDR", header(image));
    writeChunk(file, "IDAT", compressedRows(image));
    writeChunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] header(Image image) {
    int colour =
        switch (image.channels()) {
          case RGB -> COLOUR_RGB;
          case RGBA -> COLOUR_RGB_ALPHA;
        };
    return ByteBuffer.allocate(PngHeader.LENGTH)
        .putInt(image.width())
        .putInt(image.height())
        .put((byte) DEPTH)
        .put((byte) colour)
        .array(); // compression, filter and interlace method stay 0
  }

  private static void writeChunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] compressedRows(Image image) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(image.pixels().length / 2);
    byte[] buffer = new byte[BUFFER];
    Deflater deflater = new Deflater();
    try {
      RowFilter filter = new RowFilter(image);
      for (int y = 0; y < image.height(); y++) {
        deflater.setInput(filter.row(y));
        drain(deflater, buffer, compressed);
      }
      deflater.finish();
      drain(deflater, buffer, compressed);
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }

  private static void drain(Deflater deflater, byte[] buffer, ByteArrayOutputStream target) {
    int count = deflater.deflate(buffer);
    while (count > 0) {
      target.write(buffer, 0, count);
      count = deflater.deflate(buffer);
    }
  }

  /** Chooses each row's filter by the least sum of absolute values (PNG specification § 12.7). */
  private static final class RowFilter {
    private static final PngFilter[] FILTERS = PngFilter.values();

    private final Image image;
    private final int length;
    private byte[] best;
    private byte[] trial;
    private final byte[] result;

    RowFilter(Image image) {
      this.image = image;
      this.length = image.width() * image.channels().count();
      this.best = new byte[length];
      this.trial = new byte[length];
      this.result = new byte[length + 1];
    }

    /** Filter byte and filtered row; valid until the next call. */
    byte[] row(int y) {
      int at = y * length;
      int above = y == 0 ? -1 : at - length;
      long least = Long.MAX_VALUE;
      for (int number = 0; number < FILTERS.length; number++) {
        PngFilter filter = FILTERS[number];
        long sum = filter.apply(image.pixels(), at, above, length, image.channels().count(), trial);
        if (sum < least) {
          least = sum;
          result[0] = (byte) number;
          byte[] swapped = best;
          best = trial;
          trial = swapped;
        }
      }
      System.arraycopy(best, 0, result, 1, length);
      return result;
    }
  }
}
