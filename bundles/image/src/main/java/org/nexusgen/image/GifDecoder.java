package org.nexusgen.image;

import java.io.IOException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

/** Reads the first picture of a GIF file (GIF89a specification) onto its screen. */
final class GifDecoder implements PictureDecoder {
  private static final int SIGNATURE_LENGTH = 6;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int HAS_PALETTE = 0x80;
  private static final int INTERLACED = 0x40;
  private static final int NONE = -1;

  /** First row and step of the four passes of an interlaced picture. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  /** Where a frame lies on the screen. */
  private record Frame(int left, int top, int width, int height) {}

  @Override
  public Image decode(byte[] content, String name, PixelLimit limit) throws IOException {
    Bytes bytes = new Bytes(content, SIGNATURE_LENGTH);
    int screenWidth = bytes.u16LittleEndian();
    int screenHeight = bytes.u16LittleEndian();
    int flags = bytes.u8();
    bytes.skip(2); // background colour, pixel aspect
    byte[] palette = (flags & HAS_PALETTE) != 0 ? palette(bytes, flags) : grays();
    int transparent = NONE;
    int block = bytes.u8();
    while (block == EXTENSION) {
      boolean control = bytes.u8() == GRAPHIC_CONTROL;
      byte[] data = GifBlocks.read(bytes);
      if (control && data.length >= 4) {
        transparent = (data[0] & 1) != 0 ? data[3] & 0xff : NONE;
      }
      block = bytes.u8();
    }
    if (block != IMAGE) {
      throw new DamagedPicture("GIF without a picture");
    }
    Frame frame = frame(bytes);
    int width = Math.max(screenWidth, frame.left + frame.width);
    int height = Math.max(screenHeight, frame.top + frame.height);
    limit.check(name, width, height, 5);
    return draw(bytes, frame, width, height, palette, transparent);
  }

  private static Image draw(
      Bytes bytes, Frame frame, int width, int height, byte[] screenPalette, int transparent)
      throws DamagedPicture {
    int flags = bytes.u8();
    byte[] palette = (flags & HAS_PALETTE) != 0 ? palette(bytes, flags) : screenPalette;
    boolean interlaced = (flags & INTERLACED) != 0;
    int codeSize = bytes.u8();
    byte[] indices = GifBlocks.unpack(bytes, codeSize, frame.width * frame.height);
    Channels channels = transparent == NONE ? Channels.RGB : Channels.RGBA;
    byte[] pixels = new byte[width * height * channels.count()];
    // Around the frame lies what Pillow puts there: transparency, or the first colour.
    byte ground = (byte) Math.max(transparent, 0);
    for (int p = 0; p < width * height; p++) {
      put(pixels, p, channels, palette, ground, transparent);
    }
    int[] rowOrder = interlaced ? interlacedRows(frame.height) : new int[0];
    for (int y = 0; y < frame.height; y++) {
      int row = frame.top + (interlaced ? rowOrder[y] : y);
      for (int x = 0; x < frame.width; x++) {
        byte index = indices[y * frame.width + x];
        put(pixels, row * width + frame.left + x, channels, palette, index, transparent);
      }
    }
    return new Image(width, height, channels, pixels);
  }

  private static void put(
      byte[] pixels, int pixel, Channels channels, byte[] palette, byte index, int transparent) {
    int entry = 3 * (index & 0xff);
    int at = pixel * channels.count();
    if (entry < palette.length) { // An index past the palette is black.
      System.arraycopy(palette, entry, pixels, at, 3);
    }
    if (channels == Channels.RGBA) {
      pixels[at + 3] = (byte) ((index & 0xff) == transparent ? 0 : 255);
    }
  }

  private static int[] interlacedRows(int height) {
    int[] rows = new int[height];
    int stored = 0;
    for (int[] pass : PASSES) {
      for (int row = pass[0]; row < height; row += pass[1]) {
        rows[stored++] = row;
      }
    }
    return rows;
  }

  private static Frame frame(Bytes bytes) throws DamagedPicture {
    return new Frame(
        bytes.u16LittleEndian(),
        bytes.u16LittleEndian(),
        bytes.u16LittleEndian(),
        bytes.u16LittleEndian());
  }

  private static byte[] palette(Bytes bytes, int flags) throws DamagedPicture {
    return bytes.take(3 << ((flags & 7) + 1));
  }

  private static byte[] grays() {
    byte[] palette = new byte[3 * 256];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i / 3);
    }
    return palette;
  }
}
