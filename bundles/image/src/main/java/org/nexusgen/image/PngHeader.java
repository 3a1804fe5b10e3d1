package org.nexusgen.image;

/**
 * The IHDR chunk of a PNG file (PNG specification § 11.2.1).
 *
 * @param width in pixels
 * @param height in pixels
 * @param depth bits of one sample
 * @param colour what the samples of a pixel are
 * @param interlaced whether rows come in Adam7's seven passes
 */
record PngHeader(long width, long height, int depth, Colour colour, boolean interlaced) {
  static final int LENGTH = 13;

  /** PNG's colour types. */
  enum Colour {
    GRAY(0, 1, 1 | 2 | 4 | 8 | 16),
    RGB(2, 3, 8 | 16),
    PALETTE(3, 1, 1 | 2 | 4 | 8),
    GRAY_ALPHA(4, 2, 8 | 16),
    RGB_ALPHA(6, 4, 8 | 16);

    private final int code;
    private final int samples;

    /** The depths that it may have: being powers of two, they add up to a set. */
    private final int depths;

    Colour(int code, int samples, int depths) {
      this.code = code;
      this.samples = samples;
      this.depths = depths;
    }

    int samples() {
      return samples;
    }

    boolean hasAlpha() {
      return this == GRAY_ALPHA || this == RGB_ALPHA;
    }

    private boolean allows(int depth) {
      return Integer.bitCount(depth) == 1 && (depths & depth) != 0;
    }
  }

  static PngHeader parse(Bytes chunk) throws DamagedPicture {
    long width = chunk.u32BigEndian();
    long height = chunk.u32BigEndian();
    int depth = chunk.u8();
    int code = chunk.u8();
    int compression = chunk.u8();
    int filter = chunk.u8();
    int interlace = chunk.u8();
    for (Colour colour : Colour.values()) {
      if (colour.code == code && colour.allows(depth)) {
        if (compression != 0 || filter != 0 || interlace > 1) {
          throw new DamagedPicture(
              "PNG compression %d, filter %d, interlace %d: wants 0, 0, 0 or 1"
                  .formatted(compression, filter, interlace));
        }
        return new PngHeader(width, height, depth, colour, interlace == 1);
      }
    }
    throw new DamagedPicture(
        "PNG colour type %d with %d bits does not exist".formatted(code, depth));
  }

  int bitsPerPixel() {
    return depth * colour.samples();
  }

  /** Bytes of a row of this many pixels, without its filter byte. */
  int rowBytes(int pixels) {
    return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
  }
}
