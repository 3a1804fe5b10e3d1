package org.nexusgen.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures made byte by byte, and by the JDK's writers, which share no code with our readers. */
final class Samples {
  private Samples() {}

  /** A chunk with its length and checksum. */
  static byte[] chunk(String type, byte... data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] ihdr(int width, int height, int depth, int colour, int interlace) {
    byte[] data =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colour)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) interlace)
            .array();
    return chunk("IHDR", data);
  }

  static byte[] idat(int... rows) {
    return chunk("IDAT", deflate(bytes(rows)));
  }

  static byte[] deflate(byte[] raw) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream =
        new DeflaterOutputStream(target, new Deflater(Deflater.BEST_COMPRESSION))) {
      stream.write(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  /** A PNG file of these chunks, with signature and end. */
  static byte[] png(byte[]... chunks) {
    byte[] file = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    for (byte[] chunk : chunks) {
      file = join(file, chunk);
    }
    return join(file, chunk("IEND"));
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** A picture of another type whose colour tells the place: x on red, y on green. */
  static BufferedImage gradient(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = 255 * x / Math.max(width - 1, 1);
        int green = 255 * y / Math.max(height - 1, 1);
        int alpha = (x + y) % 3 == 0 ? 0x80 : 0xff;
        image.setRGB(x, y, alpha << 24 | red << 16 | green << 8 | 0x40);
      }
    }
    return image;
  }

  static byte[] write(BufferedImage image, String format) {
    return write(new IIOImage(image, null, null), format, false);
  }

  static byte[] writeInterlaced(BufferedImage image, String format) {
    return write(new IIOImage(image, null, null), format, true);
  }

  private static byte[] write(IIOImage image, String format, boolean interlaced) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageIO.setUseCache(false);
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(target)) {
      writer.setOutput(stream);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (interlaced) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return target.toByteArray();
  }

  /** A JPEG whose components are all one value each: no JFIF, no Adobe segment. */
  static byte[] flatJpeg(int... components) {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, components.length, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        raster.setPixel(x, y, components);
      }
    }
    return write(new IIOImage(raster, null, null), "jpeg", false);
  }

  /** Puts a segment behind a JPEG's start-of-image marker. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
    byte[] head = bytes(0xff, 0xd8, 0xff, marker, (data.length + 2) >> 8, data.length + 2);
    byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);
    return join(head, data, rest);
  }

  /** An EXIF block with nothing but an orientation, in either byte order. */
  static byte[] exif(int orientation, boolean little) {
    return little
        ? bytes('I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0)
        : bytes('M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0);
  }

  static byte[] adobe(int transform) {
    return bytes('A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform);
  }
}
