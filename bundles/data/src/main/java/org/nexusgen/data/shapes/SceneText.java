package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;

/**
 * Scenes as one line: {@code white: middle left large red circle, center small blue star}. Equal
 * scenes have equal lines.
 */
final class SceneText {
  private static final int WORDS_BEHIND_CELL = 3;

  private SceneText() {}

  static String write(Scene scene) {
    return scene.background().word()
        + ": "
        + scene.objects().stream().map(SceneText::write).collect(Collectors.joining(", "));
  }

  private static String write(SceneObject object) {
    return String.join(
        " ",
        object.cell().word(),
        object.size().word(),
        object.colour().word(),
        object.shape().word());
  }

  /**
   * @throws BadInputException if the line is not one that {@link #write} makes
   */
  static Scene read(String line) {
    int colon = line.indexOf(": ");
    if (colon < 0) {
      throw new BadInputException(wanted(line));
    }
    try {
      List<SceneObject> objects = new ArrayList<>();
      for (String object : line.substring(colon + 2).split(", ", -1)) {
        if (!object.isEmpty()) {
          objects.add(object(object));
        }
      }
      return new Scene(constant(Background.values(), line.substring(0, colon)), objects);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(wanted(line) + "; " + e.getMessage(), e);
    }
  }

  private static SceneObject object(String text) {
    List<String> words = List.of(text.split(" "));
    int cell = words.size() - WORDS_BEHIND_CELL;
    if (cell < 1) {
      throw new IllegalArgumentException("'%s' is no object".formatted(text));
    }
    return new SceneObject(
        constant(Cell.values(), String.join(" ", words.subList(0, cell))),
        constant(Shape.values(), words.get(cell + 2)),
        constant(Colour.values(), words.get(cell + 1)),
        constant(Size.values(), words.get(cell)));
  }

  private static <E extends Enum<E>> E constant(E[] all, String word) {
    return Stream.of(all)
        .filter(each -> Words.of(each).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such word: '%s'".formatted(word)));
  }

  private static String wanted(String line) {
    return "scene: got '%s', wants such as 'white: center small blue star'".formatted(line);
  }
}
