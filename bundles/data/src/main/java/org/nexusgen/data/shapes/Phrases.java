package org.nexusgen.data.shapes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pieces of the world's language: lower case, words apart from commas. */
final class Phrases {
  private static final List<String> NUMBERS = List.of("zero", "one", "two", "three", "four");

  /** What an object is called whose form is not said. */
  static final String THING = "object";

  static final String THINGS = "objects";

  private Phrases() {}

  static String yes(boolean is) {
    return is ? "yes" : "no";
  }

  /**
   * All names of a place: {@code the top left}, {@code the top left corner}, {@code the middle}.
   */
  static List<String> spots(Cell cell) {
    String usual = "the " + cell.word();
    if (cell.isCorner()) {
      return List.of(usual, usual + " corner");
    }
    return cell == Cell.CENTER ? List.of(usual, "the middle") : List.of(usual);
  }

  /** All ways to say where: {@code at the top left}, {@code in the top left corner} and so on. */
  static List<String> places(Cell cell) {
    return spots(cell).stream().flatMap(spot -> Stream.of("at " + spot, "in " + spot)).toList();
  }

  static String number(int count) {
    return NUMBERS.get(count);
  }

  /** With its article: {@code an orange circle}. */
  static String withArticle(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  /** {@code a red circle}. */
  static String coloured(SceneObject object) {
    return withArticle(object.colour().word() + " " + object.shape().word());
  }

  /** {@code a large red circle}. */
  static String full(SceneObject object) {
    return withArticle(
        object.size().word() + " " + object.colour().word() + " " + object.shape().word());
  }

  /** {@code at the top left}. */
  static String at(Cell cell) {
    return "at the " + cell.word();
  }

  static String on(Background background) {
    return withArticle(background.word()) + " background";
  }

  /** {@code x , y and z}. */
  static String list(List<String> items) {
    if (items.size() == 1) {
      return items.get(0);
    }
    return items.subList(0, items.size() - 1).stream().collect(Collectors.joining(" , "))
        + " and "
        + items.get(items.size() - 1);
  }

  /** The canonical caption: every object in cell order, then the background. */
  static String caption(Scene scene) {
    List<String> items =
        scene.objects().stream().map(object -> full(object) + " " + at(object.cell())).toList();
    String things = items.isEmpty() ? "nothing" : list(items);
    return things + " on " + on(scene.background());
  }
}
