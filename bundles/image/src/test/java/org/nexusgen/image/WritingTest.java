package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.image.ImageResizer;

@DisplayName("Written pictures")
class WritingTest {
  private final ImageFiles files = new JavaImageFiles();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1, RGB", "1, 1, RGBA", "7, 300, RGB", "640, 3, RGBA", "257, 129, RGB"})
  @DisplayName("come back, through our reader and through the JDK's")
  void comeBack(int width, int height, Channels channels) throws IOException {
    Image image = noise(width, height, channels);
    byte[] png = files.toPng(image);

    assertThat(files.read(png, "ours").pixels()).isEqualTo(image.pixels());
    BufferedImage theirs = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(theirs.getColorModel().hasAlpha()).isEqualTo(channels == Channels.RGBA);
    for (int p = 0; p < width * height; p++) {
      int argb = theirs.getRGB(p % width, p / width);
      int at = p * channels.count();
      assertThat(image.pixels()[at]).isEqualTo((byte) (argb >> 16));
      assertThat(image.pixels()[at + 1]).isEqualTo((byte) (argb >> 8));
      assertThat(image.pixels()[at + 2]).isEqualTo((byte) argb);
    }
  }

  @Test
  @DisplayName("are small where the picture is simple")
  void areSmall() {
    Image smooth = files.read(Samples.write(Samples.gradient(256, 256, 5), "png"), "smooth");

    assertThat(files.toPng(smooth).length).isLessThan(smooth.pixels().length / 50);
  }

  @Test
  @DisplayName("have the same bytes for the same pixels")
  void areReproducible() {
    Image image = noise(50, 40, Channels.RGB);

    assertThat(files.toPng(image)).isEqualTo(files.toPng(image));
  }

  @Test
  @DisplayName("replace what was there, and leave nothing beside it")
  void replaceWhatWasThere() throws IOException {
    Path file = folder.resolve("picture.png");
    Files.writeString(file, "old");

    files.writePng(noise(3, 2, Channels.RGB), file);

    assertThat(files.read(file).width()).isEqualTo(3);
    assertThat(entries()).containsExactly(file);
  }

  @Test
  @DisplayName("go through a link to the file behind it")
  void followLinks() throws IOException {
    Path file = Files.writeString(folder.resolve("real.png"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), file);

    files.writePng(noise(3, 2, Channels.RGB), link);

    assertThat(link).isSymbolicLink();
    assertThat(files.read(file).width()).isEqualTo(3);
  }

  @Test
  @DisplayName("need a folder that exists")
  void needAFolder() {
    Path file = folder.resolve("none/picture.png");

    assertThatThrownBy(() -> files.writePng(noise(1, 1, Channels.RGB), file))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContainingAll(file.toString(), "there is no folder");
  }

  @Test
  @DisplayName("blame no folder that is there, as /proc is")
  void nameTheReason() {
    Path file = folder.resolve("a.png");
    NoSuchFileException failure = new NoSuchFileException(file.toString());
    assertThat(WholeFile.reason(file, failure)).contains("takes no new files");
    assertThat(WholeFile.reason(folder.resolve("missing/a.png"), failure))
        .contains("there is no folder");
  }

  @Test
  @DisplayName("do not replace a folder")
  void doNotReplaceAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("folder.png"));

    assertThatThrownBy(() -> files.writePng(noise(1, 1, Channels.RGB), target))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContainingAll(target.toString(), "is a folder");
    assertThat(entries()).containsExactly(target);
  }

  @Test
  @DisplayName("say so when the disk is full")
  void sayWhenTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full), "a device that is always full");

    assertThatThrownBy(() -> files.writePng(noise(1, 1, Channels.RGB), full))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContainingAll("/dev/full", "No space left");
  }

  @Test
  @DisplayName("and resized ones come from services")
  void comeFromServices() {
    assertThat(ServiceLoader.load(ImageFiles.class))
        .hasAtLeastOneElementOfType(JavaImageFiles.class);
    assertThat(ServiceLoader.load(ImageResizer.class))
        .hasAtLeastOneElementOfType(PillowResizer.class);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static Image noise(int width, int height, Channels channels) {
    byte[] pixels = new byte[width * height * channels.count()];
    new Random(5).nextBytes(pixels);
    return new Image(width, height, channels, pixels);
  }
}
