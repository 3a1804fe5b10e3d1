package org.nexusgen.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.image.Image;

/**
 * Where a command's pictures go: one file, numbered files, a folder, or standard output. A name
 * with {@code %d} says itself where the number stands.
 */
final class Pictures {
  private static final String EXTENSION = ".png";
  private static final String NUMBER = "%d";

  private final Path output;
  private final int total;

  /**
   * Refuses an output that could not be written later.
   *
   * @param total how many pictures the command makes
   */
  Pictures(Path output, int total) {
    Checks.named(output);
    this.output = Files.isDirectory(output) ? output.resolve(NUMBER + EXTENSION) : output;
    this.total = total;
    if (total > 1 && toStandardOutput()) {
      throw new BadInputException(
          "output -: takes one picture, got " + total + "; give a file name");
    }
    Checks.writable(this.output, EXTENSION);
  }

  boolean toStandardOutput() {
    return output.equals(Checks.STANDARD_OUTPUT);
  }

  /** Writes pictures whose numbers follow {@code before} others. */
  List<Path> write(Tools tools, Tools.Streams streams, List<Decoding> pictures, int before) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Image image = pictures.get(i).image();
      if (toStandardOutput()) {
        streams.out().writeBytes(tools.images().get().toPng(image));
        streams.out().flush();
      } else {
        Path file = file(before + i + 1);
        tools.images().get().writePng(image, file);
        files.add(file);
      }
    }
    return files;
  }

  /** {@code out.png}; {@code out-3.png} where there are several; {@code %d} is the number. */
  private Path file(int number) {
    String name = String.valueOf(output.getFileName());
    if (name.contains(NUMBER)) {
      return output.resolveSibling(name.replace(NUMBER, String.valueOf(number)));
    }
    if (total == 1) {
      return output;
    }
    int dot = name.lastIndexOf('.');
    return output.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
  }
}
