package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.image.Samples.adobe;
import static org.nexusgen.image.Samples.bytes;
import static org.nexusgen.image.Samples.chunk;
import static org.nexusgen.image.Samples.exif;
import static org.nexusgen.image.Samples.flatJpeg;
import static org.nexusgen.image.Samples.idat;
import static org.nexusgen.image.Samples.ihdr;
import static org.nexusgen.image.Samples.join;
import static org.nexusgen.image.Samples.png;
import static org.nexusgen.image.Samples.withSegment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

@DisplayName("A picture that is odd but sound is read:")
class OddPicturesTest {
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** A picture, and the pixels that it must give. */
  record Case(String what, byte[] file, int width, int height, Channels channels, int... pixels) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case rgb(String what, byte[] file, int width, int... pixels) {
    return new Case(what, file, width, pixels.length / 3 / width, Channels.RGB, pixels);
  }

  private static Case rgba(String what, byte[] file, int width, int... pixels) {
    return new Case(what, file, width, pixels.length / 4 / width, Channels.RGBA, pixels);
  }

  static Stream<Case> pngs() {
    byte[] palette = chunk("PLTE", bytes(1, 2, 3, 4, 5, 6, 7, 8, 9));
    byte[] three = idat(0, 0b00_01_10_00);
    return Stream.of(
        rgb("1x1", png(ihdr(1, 1, 8, RGB, 0), idat(0, 10, 20, 30)), 1, 10, 20, 30),
        rgb("gray of 1 bit", png(ihdr(2, 1, 1, GRAY, 0), idat(0, 0b0100_0000)), 2, gray(0, 255)),
        rgb("gray of 2 bits", png(ihdr(3, 1, 2, GRAY, 0), three), 3, gray(0, 85, 170)),
        rgb("gray of 4 bits", png(ihdr(2, 1, 4, GRAY, 0), idat(0, 0x1f)), 2, gray(17, 255)),
        rgb("gray of 8 bits", png(ihdr(2, 1, 8, GRAY, 0), idat(0, 7, 200)), 2, gray(7, 200)),
        rgb(
            "gray of 16 bits is clipped, as Pillow does",
            png(ihdr(3, 1, 16, GRAY, 0), idat(0, 0, 9, 1, 0, 255, 255)),
            3,
            gray(9, 255, 255)),
        rgb(
            "RGB of 16 bits keeps the high bytes",
            png(ihdr(1, 1, 16, RGB, 0), idat(0, 1, 99, 2, 99, 3, 99)),
            1,
            1,
            2,
            3),
        rgba(
            "gray and alpha of 16 bits",
            png(ihdr(1, 1, 16, GRAY_ALPHA, 0), idat(0, 50, 1, 60, 2)),
            1,
            50,
            50,
            50,
            60),
        rgba("gray and alpha", png(ihdr(1, 1, 8, GRAY_ALPHA, 0), idat(0, 9, 8)), 1, 9, 9, 9, 8),
        rgba("RGBA", png(ihdr(1, 1, 8, RGB_ALPHA, 0), idat(0, 1, 2, 3, 4)), 1, 1, 2, 3, 4),
        rgb(
            "palette of 2 bits",
            png(ihdr(3, 1, 2, PALETTE, 0), palette, three),
            3,
            IntStream.rangeClosed(1, 9).toArray()),
        rgba(
            "palette with transparency",
            png(ihdr(2, 1, 8, PALETTE, 0), palette, chunk("tRNS", bytes(77)), idat(0, 0, 1)),
            2,
            1,
            2,
            3,
            77,
            4,
            5,
            6,
            255),
        rgba(
            "gray with a transparent value",
            png(ihdr(2, 1, 8, GRAY, 0), chunk("tRNS", bytes(0, 5)), idat(0, 5, 6)),
            2,
            5,
            5,
            5,
            0,
            6,
            6,
            6,
            255),
        rgba(
            "RGB with a transparent colour",
            png(
                ihdr(2, 1, 8, RGB, 0),
                chunk("tRNS", bytes(0, 1, 0, 2, 0, 3)),
                idat(0, 1, 2, 3, 1, 2, 4)),
            2,
            1,
            2,
            3,
            0,
            1,
            2,
            4,
            255),
        rgb(
            "index past the palette is black",
            png(ihdr(1, 1, 8, PALETTE, 0), palette, idat(0, 9)),
            1,
            0,
            0,
            0),
        rgb(
            "data in several chunks, unknown chunks between",
            png(
                ihdr(1, 1, 8, RGB, 0),
                chunk("teXt", bytes(1, 2, 3)),
                splitIdat(bytes(0, 10, 20, 30))),
            1,
            10,
            20,
            30),
        rgb(
            "animated: the default picture",
            png(
                ihdr(1, 1, 8, RGB, 0),
                chunk("acTL", bytes(0, 0, 0, 2, 0, 0, 0, 0)),
                idat(0, 1, 2, 3),
                chunk("fdAT", bytes(0, 0, 0, 1, 120))),
            1,
            1,
            2,
            3),
        rgb(
            "bytes after the end",
            join(png(ihdr(1, 1, 8, RGB, 0), idat(0, 1, 2, 3)), bytes(1, 2, 3, 4, 5)),
            1,
            1,
            2,
            3),
        rgb(
            "wrong checksum of a chunk that does not matter",
            png(ihdr(1, 1, 8, RGB, 0), badChecksum("teXt"), idat(0, 1, 2, 3)),
            1,
            1,
            2,
            3),
        rgb(
            "all five filters",
            png(ihdr(2, 5, 8, GRAY, 0), idat(0, 10, 20, 1, 5, 5, 2, 1, 1, 3, 10, 10, 4, 1, 1)),
            2,
            gray(10, 20, 5, 10, 6, 11, 13, 22, 14, 23)),
        rgb(
            "turned by an eXIf chunk",
            png(ihdr(2, 1, 8, GRAY, 0), chunk("eXIf", exif(6, false)), idat(0, 1, 2)),
            1,
            gray(1, 2)));
  }

  static Stream<Case> others() {
    byte[] gif =
        join(
            "GIF89a".getBytes(StandardCharsets.ISO_8859_1),
            bytes(2, 0, 1, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6));
    byte[] frame = bytes(0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0b01_000_100, 0b1010, 0, 0x3b);
    byte[] control = bytes(0x21, 0xf9, 4, 1, 0, 0, 1, 0);
    byte[] small = bytes(0x2c, 1, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0b01_001_100, 0b1, 0, 0x3b);
    return Stream.of(
        rgb("GIF", join(gif, frame), 2, 1, 2, 3, 4, 5, 6),
        rgba("GIF with transparency", join(gif, control, frame), 2, 1, 2, 3, 255, 4, 5, 6, 0),
        rgb("GIF whose frame is smaller", join(gif, small), 2, 1, 2, 3, 4, 5, 6),
        rgb("animated GIF: the first frame", join(gif, frame, frame), 2, 1, 2, 3, 4, 5, 6),
        rgb("BMP of 24 bits", bmp(1, 24, 0, 3, 2, 1, 0), 1, 1, 2, 3),
        rgb("BMP from the top", bmp(-2, 24, 0, 3, 2, 1, 0, 6, 5, 4, 0), 1, 1, 2, 3, 4, 5, 6),
        rgb("BMP from the bottom", bmp(2, 24, 0, 3, 2, 1, 0, 6, 5, 4, 0), 1, 4, 5, 6, 1, 2, 3),
        rgb("BMP of 16 bits", bmp(1, 16, 0, 0x1f, 0x7c, 0, 0), 1, 255, 0, 255),
        rgb("BMP of 32 bits", bmp(1, 32, 0, 3, 2, 1, 99), 1, 1, 2, 3),
        flat("JPEG in gray", flatJpeg(77), 77, 77, 77),
        flat("JPEG in YCbCr without JFIF", ids(flatJpeg(100, 128, 128), 1, 2, 3), 100, 100, 100),
        flat("JPEG with RGB by its names", ids(flatJpeg(9, 99, 200), 'R', 'G', 'B'), 9, 99, 200),
        flat("JPEG with RGB by Adobe", withAdobe(flatJpeg(9, 99, 200), 0), 9, 99, 200),
        flat("JPEG in CMYK", flatJpeg(255, 128, 0, 255), 255, 128, 0),
        flat("JPEG in CMYK of Adobe", withAdobe(flatJpeg(255, 0, 0, 128), 0), 128, 0, 0),
        flat("JPEG in YCCK", withAdobe(flatJpeg(255, 128, 128, 255), 2), 0, 0, 0));
  }

  static List<Case> all() {
    return Stream.concat(pngs(), others()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void isRead(Case odd) {
    Image image = new JavaImageFiles().read(odd.file, odd.what);

    assertThat(image.width()).isEqualTo(odd.width);
    assertThat(image.height()).isEqualTo(odd.height);
    assertThat(image.channels()).isEqualTo(odd.channels);
    assertThat(image.pixels()).isEqualTo(bytes(odd.pixels));
  }

  private static int[] gray(int... values) {
    return IntStream.of(values).flatMap(v -> IntStream.of(v, v, v)).toArray();
  }

  private static Case flat(String what, byte[] file, int red, int green, int blue) {
    int[] pixels = new int[16 * 16 * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = red;
      pixels[i + 1] = green;
      pixels[i + 2] = blue;
    }
    return rgb(what, file, 16, pixels);
  }

  private static byte[] splitIdat(byte[] raw) {
    byte[] data = Samples.deflate(raw);
    byte[] joined = new byte[0];
    for (byte one : data) {
      joined = join(joined, chunk("IDAT", one));
    }
    return joined;
  }

  private static byte[] badChecksum(String type) {
    byte[] chunk = chunk(type, bytes(1));
    chunk[chunk.length - 1] ^= 1;
    return chunk;
  }

  /** A bitmap one pixel wide. */
  static byte[] bmp(int height, int bits, int compression, int... rows) {
    int[] header = {
      'B',
      'M',
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      54,
      0,
      0,
      0, // file header: rows at 54
      40,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      height,
      height >> 8,
      height >> 16,
      height >> 24, // size, width
      1,
      0,
      bits,
      0,
      compression,
      0,
      0,
      0, // planes
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return join(bytes(header), bytes(rows));
  }

  /** Gives the components of a JPEG other names, in its frame and in its scan. */
  private static byte[] ids(byte[] jpeg, int... ids) {
    byte[] renamed = jpeg.clone();
    for (int at = 2; at + 4 < renamed.length; ) {
      int marker = renamed[at + 1] & 0xff;
      for (int i = 0; i < ids.length; i++) {
        if (marker == 0xc0) {
          renamed[at + 10 + 3 * i] = (byte) ids[i];
        } else if (marker == 0xda) {
          renamed[at + 5 + 2 * i] = (byte) ids[i];
        }
      }
      if (marker == 0xda) {
        break;
      }
      at += 2 + ((renamed[at + 2] & 0xff) << 8 | renamed[at + 3] & 0xff);
    }
    return renamed;
  }

  private static byte[] withAdobe(byte[] jpeg, int transform) {
    return withSegment(jpeg, 0xee, adobe(transform));
  }
}
