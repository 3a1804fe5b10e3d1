package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.image.Samples.bytes;
import static org.nexusgen.image.Samples.chunk;
import static org.nexusgen.image.Samples.idat;
import static org.nexusgen.image.Samples.ihdr;
import static org.nexusgen.image.Samples.join;
import static org.nexusgen.image.Samples.png;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;

@DisplayName("A bad picture is refused with its name and the reason:")
class BadPicturesTest {
  private static final int BIG = 100_000;
  private static final byte[] PIXEL = idat(0, 1, 2, 3);
  private static final byte[] HEADER = ihdr(1, 1, 8, 2, 0);

  /** A file, and what the message must say. */
  record Case(String what, byte[] file, String... messages) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case bad(String what, byte[] file, String... messages) {
    return new Case(what, file, messages);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] cut(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }

  static Stream<Case> pngs() {
    byte[] sound = png(HEADER, PIXEL);
    byte[] wrongSum = sound.clone();
    wrongSum[sound.length - 20] ^= 1;
    byte[] pastEnd = sound.clone();
    pastEnd[8] = 0x7f;
    return Stream.of(
        bad("ends in its signature", cut(sound, 8), "truncated"),
        bad("ends in its header", cut(sound, 20), "truncated"),
        bad("ends in its data", cut(sound, sound.length - 14), "truncated"),
        bad("ends before IEND", cut(sound, sound.length - 12), "truncated"),
        bad("wrong checksum", wrongSum, "IDAT", "checksum"),
        bad("chunk longer than the file", pastEnd, "truncated"),
        bad("no header first", png(PIXEL, HEADER), "IHDR"),
        bad("header of 3 bytes", png(chunk("IHDR", bytes(0, 0, 0)), PIXEL), "truncated"),
        bad("no data", png(HEADER), "IDAT"),
        bad("empty data", png(HEADER, chunk("IDAT")), "truncated"),
        bad("data that do not inflate", png(HEADER, chunk("IDAT", bytes(1, 2, 3))), "inflate"),
        bad("too few rows", png(ihdr(1, 2, 8, 2, 0), PIXEL), "truncated"),
        bad("too few rows, interlaced", png(ihdr(9, 9, 8, 2, 1), PIXEL), "truncated"),
        bad("unknown filter", png(HEADER, idat(7, 1, 2, 3)), "filter 7"),
        bad("unknown colour type", png(ihdr(1, 1, 8, 5, 0), PIXEL), "colour type 5"),
        bad("impossible depth", png(ihdr(1, 1, 4, 2, 0), PIXEL), "colour type 2 with 4 bits"),
        bad("unknown interlacing", png(ihdr(1, 1, 8, 2, 2), PIXEL), "interlace 2"),
        bad("no palette", png(ihdr(1, 1, 8, 3, 0), idat(0, 0)), "PLTE"),
        bad("short transparency", png(HEADER, chunk("tRNS", bytes(0)), PIXEL), "truncated"),
        bad("no width", png(ihdr(0, 1, 8, 2, 0), PIXEL), "0x1"),
        bad("no height", png(ihdr(1, 0, 8, 2, 0), PIXEL), "1x0"),
        bad("bomb", png(ihdr(BIG, BIG, 8, 2, 0), PIXEL), "100000x100000", "178956970"),
        bad("bomb of negative sides", png(ihdr(-1, -1, 8, 2, 0), PIXEL), "4294967295x4294967295"),
        bad("more pixels than data", png(ihdr(9000, 9000, 8, 2, 0), PIXEL), "bytes of data"));
  }

  static Stream<Case> others() {
    byte[] jpeg = Samples.write(Samples.gradient(64, 64, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    byte[] noEnd = join(cut(jpeg, jpeg.length / 2), bytes(0xff, 0xd9));
    byte[] gif = Samples.write(Samples.gradient(64, 64, BufferedImage.TYPE_BYTE_INDEXED), "gif");
    byte[] code = join(text("GIF87a"), bytes(1, 0, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0));
    return Stream.of(
        bad("empty", new byte[0], "empty"),
        bad("text", text("hello, I am a text"), "not a picture", "PNG, JPEG, GIF or BMP"),
        bad("one byte", bytes(0x89), "not a picture"),
        bad("WebP", text("RIFF....WEBPVP8 "), "WEBP", "convert"),
        bad("TIFF", text("II*\0...."), "TIFF", "convert"),
        bad("SVG", text("<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG", "convert"),
        bad("HEIC", text("\0\0\0\u0018ftypheic"), "HEIF", "convert"),
        bad("JPEG that ends in its header", cut(jpeg, 15), "truncated"),
        bad("JPEG that ends in its data", cut(jpeg, jpeg.length / 2), "truncated"),
        bad("JPEG with half of its data", noEnd, "damaged"),
        bad("JPEG without a picture", bytes(0xff, 0xd8, 0xff, 0xd9), "without a picture"),
        bad("JPEG of 12 bits", jpegFrame(12, 9, 9, 1), "12 bits"),
        bad("JPEG with 2 components", jpegFrame(8, 9, 9, 2), "2 components"),
        bad("JPEG without height", jpegFrame(8, 0, 9, 3), "9x0"),
        bad("JPEG bomb", jpegFrame(8, 65_535, 65_535, 3), "65535x65535"),
        bad("GIF that ends in its palette", cut(gif, 40), "truncated"),
        bad("GIF that ends in its data", cut(gif, gif.length - 30), "truncated"),
        bad("GIF without a picture", join(text("GIF89a"), bytes(1, 0, 1, 0, 0, 0, 0, 0x3b)), "GIF"),
        bad("GIF with code size 12", join(code, bytes(12, 0)), "code size 12"),
        bad("GIF with unknown code", join(code, bytes(2, 1, 0b111_100, 0)), "was not defined"),
        bad(
            "BMP that ends in its header",
            cut(OddPicturesTest.bmp(1, 24, 0, 0, 0, 0, 0), 30),
            "tr"),
        bad("BMP that ends in its rows", OddPicturesTest.bmp(9, 24, 0, 0, 0, 0, 0), "truncated"),
        bad("BMP of 7 bits", OddPicturesTest.bmp(1, 7, 0, 0, 0, 0, 0), "7 bits"),
        bad("BMP with unknown compression", OddPicturesTest.bmp(1, 24, 9, 0), "compression 9"),
        bad("BMP bomb", OddPicturesTest.bmp(Integer.MAX_VALUE, 24, 0, 0), "1x2147483647"));
  }

  private static byte[] jpegFrame(int precision, int height, int width, int components) {
    int[] frame = new int[6 + 3 * components];
    int[] head = {precision, height >> 8, height, width >> 8, width, components};
    System.arraycopy(head, 0, frame, 0, head.length);
    byte[] scan = bytes(0xff, 0xda, 0, 2, 0, 0xff, 0xd9);
    return Samples.withSegment(join(bytes(0xff, 0xd8), scan), 0xc0, bytes(frame));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"pngs", "others"})
  void isRefused(Case bad) {
    assertThatThrownBy(() -> new JavaImageFiles().read(bad.file, "x/bad.png"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("x/bad.png")
        .hasMessageContainingAll(bad.messages);
  }

  @Test
  void aMissingFile(@TempDir Path folder) {
    Path missing = folder.resolve("missing.png");

    assertThatThrownBy(() -> new JavaImageFiles().read(missing))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("no picture file", missing.toString());
  }

  @Test
  void aFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> new JavaImageFiles().read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("is a folder", folder.toString());
  }

  @Test
  void aPictureAboveTheConfiguredLimit() {
    byte[] two = png(ihdr(2, 1, 8, 0, 0), idat(0, 1, 2));

    new JavaImageFiles(new PixelLimit(2)).read(two, "two");
    assertThatThrownBy(() -> new JavaImageFiles(new PixelLimit(1)).read(two, "two"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the limit is 1 pixels");
  }

  @Test
  void aLimitBelowOne() {
    assertThatThrownBy(() -> new PixelLimit(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0 pixels");
  }
}
