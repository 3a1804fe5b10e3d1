package org.nexusgen.image;

import java.util.Arrays;
import java.util.Optional;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

/**
 * Turns unfiltered PNG rows into RGB or RGBA pixels with Pillow's rules: of 16-bit colours the high
 * byte counts; 16-bit gray, which Pillow holds as a number, is clipped at 255; what a tRNS chunk
 * names becomes transparent.
 */
final class PngPixels {
  private static final int OPAQUE = 0xff;

  private final PngHeader header;
  private final byte[] palette;
  private final byte[] paletteAlpha;
  private final int[] transparent;
  private final boolean alpha;
  private final byte[] pixels;
  private final int[] samples;

  PngPixels(PngHeader header, PngFile file) throws DamagedPicture {
    this.header = header;
    boolean indexed = header.colour() == PngHeader.Colour.PALETTE;
    this.palette = indexed ? palette(file) : new byte[0];
    Optional<Bytes> transparency =
        header.colour().hasAlpha() ? Optional.empty() : file.chunk("tRNS");
    this.alpha = header.colour().hasAlpha() || transparency.isPresent();
    byte[] alphas = new byte[0];
    int[] key = new int[0];
    if (transparency.isPresent()) {
      Bytes chunk = transparency.get();
      if (indexed) {
        alphas = chunk.take(Math.min(chunk.remaining(), 256));
      } else {
        key = new int[header.colour().samples()];
        for (int i = 0; i < key.length; i++) {
          key[i] = chunk.u16BigEndian();
        }
      }
    }
    this.paletteAlpha = alphas;
    this.transparent = key;
    this.samples = new int[header.colour().samples()];
    this.pixels = new byte[(int) (header.width() * header.height()) * channels().count()];
  }

  private static byte[] palette(PngFile file) throws DamagedPicture {
    Bytes chunk =
        file.chunk("PLTE").orElseThrow(() -> new DamagedPicture("palette PNG without PLTE chunk"));
    return chunk.take(Math.min(chunk.remaining(), 3 * 256));
  }

  private Channels channels() {
    return alpha ? Channels.RGBA : Channels.RGB;
  }

  Image image() {
    return new Image((int) header.width(), (int) header.height(), channels(), pixels);
  }

  /**
   * Puts one row in its place.
   *
   * @param row unfiltered samples
   * @param count pixels of the row
   * @param y picture row
   * @param x column of the first pixel
   * @param step columns from one pixel to the next
   */
  void put(byte[] row, int count, int y, int x, int step) {
    int stride = channels().count();
    int at = (y * (int) header.width() + x) * stride;
    for (int i = 0; i < count; i++) {
      readSamples(row, i);
      putPixel(at);
      at += step * stride;
    }
  }

  private void readSamples(byte[] row, int pixel) {
    int depth = header.depth();
    int first = pixel * samples.length;
    for (int s = 0; s < samples.length; s++) {
      int index = first + s;
      samples[s] =
          switch (depth) {
            case 8 -> row[index] & 0xff;
            case 16 -> ((row[2 * index] & 0xff) << 8) | (row[2 * index + 1] & 0xff);
            default -> {
              int bit = index * depth;
              int shift = 8 - depth - (bit & 7);
              yield ((row[bit >> 3] & 0xff) >> shift) & ((1 << depth) - 1);
            }
          };
    }
  }

  private void putPixel(int at) {
    switch (header.colour()) {
      case GRAY -> {
        set(at, gray(samples[0]), gray(samples[0]), gray(samples[0]), keyAlpha());
      }
      case RGB -> set(at, high(samples[0]), high(samples[1]), high(samples[2]), keyAlpha());
      case PALETTE -> putIndexed(at, samples[0]);
      case GRAY_ALPHA -> {
        int gray = high(samples[0]);
        set(at, gray, gray, gray, high(samples[1]));
      }
      case RGB_ALPHA ->
          set(at, high(samples[0]), high(samples[1]), high(samples[2]), high(samples[3]));
    }
  }

  private void putIndexed(int at, int index) {
    int opacity = index < paletteAlpha.length ? paletteAlpha[index] : OPAQUE;
    int entry = 3 * index;
    if (entry + 3 > palette.length) { // An index past the palette is black, as in browsers.
      set(at, 0, 0, 0, opacity);
    } else {
      set(at, palette[entry], palette[entry + 1], palette[entry + 2], opacity);
    }
  }

  private int gray(int sample) {
    return header.depth() == 16
        ? Math.min(sample, 255)
        : sample * 255 / ((1 << header.depth()) - 1);
  }

  private int high(int sample) {
    return header.depth() == 16 ? sample >> 8 : sample;
  }

  private int keyAlpha() {
    if (transparent.length == 0) {
      return OPAQUE;
    }
    return Arrays.equals(samples, transparent) ? 0 : OPAQUE;
  }

  private void set(int at, int red, int green, int blue, int opacity) {
    pixels[at] = (byte) red;
    pixels[at + 1] = (byte) green;
    pixels[at + 2] = (byte) blue;
    if (alpha) {
      pixels[at + 3] = (byte) opacity;
    }
  }
}
