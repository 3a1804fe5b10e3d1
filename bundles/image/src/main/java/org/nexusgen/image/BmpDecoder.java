package org.nexusgen.image;

import java.io.IOException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

/** Reads BMP files: palettes, 16, 24 and 32 bits, colour masks, run-length coded rows. */
final class BmpDecoder implements PictureDecoder {
  @Override
  public Image decode(byte[] content, String name, PixelLimit limit) throws IOException {
    BmpHeader header = BmpHeader.parse(content);
    limit.check(name, header.width(), header.height(), 5);
    int width = (int) header.width();
    int height = (int) header.height();
    long rowLength = (header.width() * header.bits() + 31) / 32 * 4; // rows end on 4 bytes
    Bytes rows = new Bytes(content, 0);
    rows.skip(Integer.toUnsignedLong(header.pixelsAt()));
    if (!header.runLength() && rowLength * height > rows.remaining()) {
      throw DamagedPicture.truncated("before row %d".formatted(rows.remaining() / rowLength));
    }
    byte[] unpacked = header.runLength() ? BmpRuns.unpack(rows, header) : new byte[0];
    Channels channels = header.hasAlpha() ? Channels.RGBA : Channels.RGB;
    byte[] pixels = new byte[width * height * channels.count()];
    for (int y = 0; y < height; y++) {
      int at = (header.topDown() ? y : height - 1 - y) * width * channels.count();
      byte[] row = header.runLength() ? new byte[0] : rows.take((int) rowLength);
      for (int x = 0; x < width; x++) {
        if (header.runLength()) {
          putIndexed(header, unpacked[y * width + x] & 0xff, pixels, at);
        } else {
          putPixel(header, row, x, pixels, at);
        }
        at += channels.count();
      }
    }
    return new Image(width, height, channels, pixels);
  }

  private static void putPixel(BmpHeader header, byte[] row, int x, byte[] pixels, int at) {
    switch (header.bits()) {
      case 24 -> {
        pixels[at] = row[3 * x + 2];
        pixels[at + 1] = row[3 * x + 1];
        pixels[at + 2] = row[3 * x];
      }
      case 16 -> putMasked(header, number(row, 2 * x, 2), pixels, at);
      case 32 -> putMasked(header, number(row, 4 * x, 4), pixels, at);
      default -> {
        int bit = x * header.bits();
        int shift = 8 - header.bits() - (bit & 7);
        int index = ((row[bit >> 3] & 0xff) >> shift) & ((1 << header.bits()) - 1);
        putIndexed(header, index, pixels, at);
      }
    }
  }

  private static int number(byte[] row, int at, int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      value |= (row[at + i] & 0xff) << (8 * i);
    }
    return value;
  }

  private static void putMasked(BmpHeader header, int value, byte[] pixels, int at) {
    int channels = header.hasAlpha() ? 4 : 3;
    for (int c = 0; c < channels; c++) {
      pixels[at + c] = widen(value, header.masks()[c]);
    }
  }

  /** The masked bits, spread over 0 to 255. */
  private static byte widen(int value, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long most = Integer.toUnsignedLong(mask) >>> shift;
    long bits = Integer.toUnsignedLong(value & mask) >>> shift;
    return (byte) (bits * 255 / most);
  }

  private static void putIndexed(BmpHeader header, int index, byte[] pixels, int at) {
    int entry = index * header.paletteStep();
    if (entry + 2 < header.palette().length) { // An index past the palette is black.
      pixels[at] = header.palette()[entry + 2];
      pixels[at + 1] = header.palette()[entry + 1];
      pixels[at + 2] = header.palette()[entry];
    }
  }
}
