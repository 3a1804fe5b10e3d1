package org.nexusgen.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.image.Image;

/** Where a command's pictures go: one file, numbered files, or standard output. */
final class Pictures {
  private final Path output;
  private final int total;

  /**
   * @param total how many pictures the command makes
   */
  Pictures(Path output, int total) {
    Checks.writable(output, ".png");
    if (total > 1 && output.equals(Checks.STANDARD_OUTPUT)) {
      throw new BadInputException(
          "output -: takes one picture, got " + total + "; give a file name");
    }
    this.output = output;
    this.total = total;
  }

  /** Writes pictures whose numbers follow {@code before} others. */
  List<Path> write(Tools tools, Tools.Streams streams, List<Decoding> pictures, int before) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Image image = pictures.get(i).image();
      if (output.equals(Checks.STANDARD_OUTPUT)) {
        try {
          streams.out().write(tools.images().get().toPng(image));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      } else {
        Path file = file(before + i + 1);
        tools.images().get().writePng(image, file);
        files.add(file);
      }
    }
    return files;
  }

  /** {@code out.png}, or {@code out-3.png} where there are several. */
  private Path file(int number) {
    if (total == 1) {
      return output;
    }
    String name = output.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return output.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
  }
}
