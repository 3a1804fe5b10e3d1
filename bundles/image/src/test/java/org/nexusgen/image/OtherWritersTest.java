package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

@DisplayName("Pictures from other software give the pixels that went in:")
class OtherWritersTest {
  @ParameterizedTest(name = "{1} of type {0}, {2}x{3}")
  @CsvSource({
    "5, png, 37, 23", // BGR
    "6, png, 37, 23", // BGRA
    "10, png, 37, 23", // gray
    "12, png, 37, 23", // two colours
    "13, png, 37, 23", // palette
    "13, gif, 37, 23",
    "5, bmp, 37, 23",
    "13, bmp, 37, 23",
    "12, bmp, 37, 23",
    "5, png, 1, 1",
    "5, png, 3000, 2",
  })
  void theJdksWriters(int type, String format, int width, int height) {
    BufferedImage written = Samples.gradient(width, height, type);

    assertSame(written, Samples.write(written, format));
  }

  @ParameterizedTest(name = "{1}x{2} of type {0}")
  @CsvSource({"5, 37, 23", "6, 37, 23", "12, 37, 23", "5, 1, 1", "5, 5, 1", "5, 1, 5", "6, 3, 3"})
  void interlacedPngs(int type, int width, int height) {
    BufferedImage written = Samples.gradient(width, height, type);

    assertSame(written, Samples.writeInterlaced(written, "png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"photo420.jpg", "photocmyk.jpg", "photoycck.jpg", "photoprogressive.jpg"})
  void jpegsAsPillowReadsThem(String name) {
    Image image = Pillow.picture(name);
    Image expected = Pillow.picture(name.replace(".jpg", ".png"));

    assertThat(image.width()).isEqualTo(expected.width());
    assertThat(image.height()).isEqualTo(expected.height());
    // Codecs may round differently: the JDK's and Pillow's agree where this was written.
    for (int i = 0; i < expected.pixels().length; i++) {
      assertThat(image.pixels()[i] & 0xff).isCloseTo(expected.pixels()[i] & 0xff, Offset.offset(2));
    }
  }

  @Test
  void anInterlacedGifWithTransparencyAsPillowReadsIt() {
    assertThat(Pillow.picture("picture.gif").pixels())
        .isEqualTo(Pillow.picture("picture.png").pixels());
  }

  @ParameterizedTest(name = "EXIF orientation {0} shows stored pixel ({1},{2}) at the top left")
  @CsvSource({
    "1, 0, 0, 8, 16", "2, 7, 0, 8, 16", "3, 7, 15, 8, 16", "4, 0, 15, 8, 16",
    "5, 0, 0, 16, 8", "6, 0, 15, 16, 8", "7, 7, 15, 16, 8", "8, 7, 0, 16, 8",
  })
  void exifOrientations(int orientation, int x, int y, int width, int height) {
    byte[] upright = Samples.write(Samples.gradient(8, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    Image stored = new JavaImageFiles().read(upright, "upright");
    for (boolean little : new boolean[] {true, false}) {
      byte[] exif =
          Samples.join(
              "Exif\0\0".getBytes(StandardCharsets.US_ASCII), Samples.exif(orientation, little));

      Image turned = new JavaImageFiles().read(Samples.withSegment(upright, 0xe1, exif), "turned");

      assertThat(turned.width()).isEqualTo(width);
      assertThat(turned.height()).isEqualTo(height);
      int at = 3 * (y * 8 + x);
      assertThat(turned.pixels())
          .startsWith(stored.pixels()[at], stored.pixels()[at + 1], stored.pixels()[at + 2]);
    }
  }

  private static void assertSame(BufferedImage written, byte[] file) {
    Image image = new JavaImageFiles().read(file, "written");

    int channels = image.channels().count();
    assertThat(image.channels() == Channels.RGBA).isEqualTo(written.getColorModel().hasAlpha());
    assertThat(image.width()).isEqualTo(written.getWidth());
    assertThat(image.height()).isEqualTo(written.getHeight());
    for (int p = 0; p < image.width() * image.height(); p++) {
      int argb = pixel(written, p % image.width(), p / image.width());
      for (int c = 0; c < channels; c++) {
        int shift = c == 3 ? 24 : 16 - 8 * c;
        assertThat(image.pixels()[p * channels + c]).isEqualTo((byte) (argb >> shift));
      }
    }
  }

  // Java's gray has another transfer curve than RGB; files hold the plain value.
  private static int pixel(BufferedImage image, int x, int y) {
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      return 0x010101 * image.getRaster().getSample(x, y, 0);
    }
    return image.getRGB(x, y);
  }
}
