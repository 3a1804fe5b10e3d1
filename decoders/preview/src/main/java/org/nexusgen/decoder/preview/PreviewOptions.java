package org.nexusgen.decoder.preview;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;

/**
 * What {@code nexusgen preview} is asked.
 *
 * @param model folder
 * @param pictures folder to fit on; sketches if empty
 * @param count of pictures at most
 * @param side of a token's patch in the thumbnail
 * @param output file
 */
record PreviewOptions(Path model, Optional<Path> pictures, int count, int side, Path output) {
  static final String USAGE =
      "nexusgen preview --model DIR [--pictures FOLDER] [--count N] [--side N] [-o FILE]";

  private static final int USUAL_COUNT = 600;
  static final int USUAL_SIDE = 8;
  private static final int LARGEST_SIDE = 64;

  PreviewOptions {
    if (count < 1 || side < 1 || side > LARGEST_SIDE) {
      throw new BadInputException(
          "preview: got --count %d --side %d, wants 1 or more, and a side up to %d"
              .formatted(count, side, LARGEST_SIDE));
    }
  }

  static PreviewOptions of(List<String> arguments) {
    Optional<Path> model = Optional.empty();
    Optional<Path> pictures = Optional.empty();
    Optional<Path> output = Optional.empty();
    int count = USUAL_COUNT;
    int side = USUAL_SIDE;
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (!words.hasNext()) {
        throw new BadInputException("preview: got '%s', usage: %s".formatted(option, USAGE));
      }
      String value = words.next();
      switch (option) {
        case "--model" -> model = Optional.of(Path.of(value));
        case "--pictures" -> pictures = Optional.of(Path.of(value));
        case "-o", "--output" -> output = Optional.of(Path.of(value));
        case "--count" -> count = number(option, value);
        case "--side" -> side = number(option, value);
        default ->
            throw new BadInputException(
                "preview: unknown option '%s', usage: %s".formatted(option, USAGE));
      }
    }
    Path folder =
        model.orElseThrow(() -> new BadInputException("preview: no --model; usage: " + USAGE));
    return new PreviewOptions(
        folder, pictures, count, side, output.orElse(folder.resolve(PreviewMap.FILE)));
  }

  private static int number(String option, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new BadInputException("%s: got '%s', wants a number".formatted(option, value), e);
    }
  }
}
