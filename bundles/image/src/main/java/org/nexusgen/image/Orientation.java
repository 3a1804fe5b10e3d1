package org.nexusgen.image;

import org.nexusgen.api.image.Image;

/** How a camera was held: EXIF tag 0x0112, whose values 1 to 8 are in this order. */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, false, true),
  TRANSPOSED(true, false, false),
  RIGHT_TOP(true, false, true),
  TRANSVERSED(true, true, true),
  LEFT_BOTTOM(true, true, false);

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY_LENGTH = 12;
  private static final int LITTLE_ENDIAN = 0x4949;
  private static final int BIG_ENDIAN = 0x4d4d;
  private static final int TIFF_MAGIC = 42;

  /** Whether rows become columns; then, in the stored picture, which axes are read backwards. */
  private final boolean swapsAxes;

  private final boolean flipsX;
  private final boolean flipsY;

  Orientation(boolean swapsAxes, boolean flipsX, boolean flipsY) {
    this.swapsAxes = swapsAxes;
    this.flipsX = flipsX;
    this.flipsY = flipsY;
  }

  /** The orientation in an EXIF block (a TIFF header and directory); upright if it has none. */
  static Orientation ofExif(Bytes exif) {
    try {
      int start = exif.position();
      int order = exif.u16BigEndian();
      if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
        return UPRIGHT;
      }
      boolean little = order == LITTLE_ENDIAN;
      if (u16(exif, little) != TIFF_MAGIC) {
        return UPRIGHT;
      }
      long directory = u32(exif, little);
      exif.skip(directory - (exif.position() - start));
      return find(exif, little);
    } catch (DamagedPicture e) {
      return UPRIGHT; // Metadata that cannot be read must not hide a picture that can.
    }
  }

  private static Orientation find(Bytes directory, boolean little) throws DamagedPicture {
    int entries = u16(directory, little);
    for (int i = 0; i < entries; i++) {
      Bytes entry = new Bytes(directory.take(ENTRY_LENGTH), 0);
      if (u16(entry, little) == TAG && u16(entry, little) == TYPE_SHORT) {
        u32(entry, little); // number of values: one
        int value = u16(entry, little);
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private static int u16(Bytes bytes, boolean little) throws DamagedPicture {
    return little ? bytes.u16LittleEndian() : bytes.u16BigEndian();
  }

  private static long u32(Bytes bytes, boolean little) throws DamagedPicture {
    return little ? Integer.toUnsignedLong(bytes.i32LittleEndian()) : bytes.u32BigEndian();
  }

  /** The picture as it was meant to be seen. */
  Image apply(Image stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapsAxes ? stored.height() : stored.width();
    int height = swapsAxes ? stored.width() : stored.height();
    int channels = stored.channels().count();
    byte[] pixels = new byte[stored.pixels().length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int storedX = swapsAxes ? y : x;
        int storedY = swapsAxes ? x : y;
        int column = flipsX ? stored.width() - 1 - storedX : storedX;
        int row = flipsY ? stored.height() - 1 - storedY : storedY;
        int from = (row * stored.width() + column) * channels;
        System.arraycopy(stored.pixels(), from, pixels, at, channels);
        at += channels;
      }
    }
    return new Image(width, height, stored.channels(), pixels);
  }
}
