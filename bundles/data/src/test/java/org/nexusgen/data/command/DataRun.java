package org.nexusgen.data.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;

/** One run of the command and what it said. */
record DataRun(int code, String out, String err) {
  static final ImageFiles IMAGES = ServiceLoader.load(ImageFiles.class).findFirst().orElseThrow();

  static DataRun of(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new DataCommand()
            .run(
                java.util.stream.Stream.of(arguments).map(Object::toString).toList(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    return new DataRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path picture(Path file, int width, int height, int level) {
    return write(file, png(width, height, level));
  }

  static byte[] png(int width, int height, int level) {
    byte[] pixels = new byte[width * height * 3];
    java.util.Arrays.fill(pixels, (byte) level);
    return IMAGES.toPng(new Image(width, height, Image.Channels.RGB, pixels));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
