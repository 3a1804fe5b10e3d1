package org.nexusgen.image;

/**
 * The two headers of a Windows or OS/2 bitmap.
 *
 * @param width in pixels
 * @param height in pixels
 * @param topDown whether the first row is the upper one
 * @param bits of a pixel
 * @param runLength whether rows are run-length coded
 * @param masks where red, green, blue and alpha lie in a 16- or 32-bit pixel; 0 for none
 * @param palette blue, green, red (and an unused byte) of each colour
 * @param paletteStep bytes of a colour
 * @param pixelsAt where the rows start in the file
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one decoding
record BmpHeader(
    long width,
    long height,
    boolean topDown,
    int bits,
    boolean runLength,
    int[] masks,
    byte[] palette,
    int paletteStep,
    int pixelsAt) {
  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;

  /** From this size on the header holds a mask of alpha, too. */
  private static final int HEADER_WITH_ALPHA_MASK = 56;

  private static final int RGB = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;
  private static final int ALPHA_BITFIELDS = 6;
  private static final int[] MASKS_555 = {0x7c00, 0x03e0, 0x001f, 0};
  private static final int[] MASKS_888 = {0xff0000, 0x00ff00, 0x0000ff, 0};

  static BmpHeader parse(byte[] content) throws DamagedPicture {
    Bytes bytes = new Bytes(content, 10);
    int pixelsAt = bytes.i32LittleEndian();
    int size = bytes.i32LittleEndian();
    boolean core = size == CORE_HEADER;
    if (size > content.length - FILE_HEADER) {
      throw DamagedPicture.truncated("in its header");
    }
    if (!core && size < INFO_HEADER) {
      throw new DamagedPicture("BMP header of %d bytes, wants 12, or 40 and more".formatted(size));
    }
    long width = core ? bytes.u16LittleEndian() : bytes.i32LittleEndian();
    long height = core ? bytes.u16LittleEndian() : bytes.i32LittleEndian();
    bytes.skip(2); // planes
    int bits = bytes.u16LittleEndian();
    int compression = core ? RGB : bytes.i32LittleEndian();
    checkKind(bits, compression);
    int used = 0;
    if (!core) {
      bytes.skip(12); // data size, resolution
      used = bytes.i32LittleEndian();
      bytes.skip(4); // important colours
    }
    int[] masks = masks(bytes, size, bits, compression);
    int step = core ? 3 : 4;
    byte[] palette =
        bits > 8 ? new byte[0] : palette(content, FILE_HEADER + size, bits, used, step);
    return new BmpHeader(
        width,
        Math.abs(height),
        height < 0,
        bits,
        compression == RLE8 || compression == RLE4,
        masks,
        palette,
        step,
        pixelsAt);
  }

  private static void checkKind(int bits, int compression) throws DamagedPicture {
    boolean known =
        switch (compression) {
          case RGB -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
          case RLE8 -> bits == 8;
          case RLE4 -> bits == 4;
          case BITFIELDS, ALPHA_BITFIELDS -> bits == 16 || bits == 32;
          default -> false;
        };
    if (!known) {
      throw new DamagedPicture(
          "BMP with %d bits and compression %d cannot be read".formatted(bits, compression));
    }
  }

  private static int[] masks(Bytes bytes, int headerSize, int bits, int compression)
      throws DamagedPicture {
    if (compression != BITFIELDS && compression != ALPHA_BITFIELDS) {
      return bits == 16 ? MASKS_555 : MASKS_888;
    }
    int[] masks = new int[4];
    boolean alpha = headerSize >= HEADER_WITH_ALPHA_MASK || compression == ALPHA_BITFIELDS;
    for (int i = 0; i < (alpha ? 4 : 3); i++) {
      masks[i] = bytes.i32LittleEndian();
    }
    return masks;
  }

  private static byte[] palette(byte[] content, int at, int bits, int used, int step)
      throws DamagedPicture {
    int colours = used > 0 && used <= 1 << bits ? used : 1 << bits;
    Bytes bytes = new Bytes(content, at);
    return bytes.take(Math.min(colours * step, Math.max(bytes.remaining(), 0)));
  }

  boolean hasAlpha() {
    return masks[3] != 0;
  }
}
