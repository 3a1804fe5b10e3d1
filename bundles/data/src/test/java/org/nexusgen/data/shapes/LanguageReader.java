package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Understands questions and instructions by their words alone: shares no sentence with the classes
 * that make them.
 */
final class LanguageReader {
  private final Scene scene;

  LanguageReader(Scene scene) {
    this.scene = scene;
  }

  /** What a person would answer. */
  String answer(String question) {
    String q = question.substring(0, question.length() - 1);
    Matcher m;
    if (q.startsWith("describe") || q.startsWith("write")) {
      return caption();
    }
    if (q.endsWith("background") || q.contains("background does")) {
      return scene.background().word();
    }
    if ((m = match("how many (.*?) (are there|are in the image|does the image contain)", q))
        .matches()) {
      String things = m.group(1);
      return List.of("zero", "one", "two", "three", "four")
          .get((int) scene.objects().stream().filter(o -> isOneOf(o, things)).count());
    }
    if ((m = match("(?:is there|does the image contain) an? (.*)", q)).matches()) {
      String noun = m.group(1);
      return scene.objects().stream().anyMatch(o -> fits(o, noun)) ? "yes" : "no";
    }
    if ((m = match("(?:where is|what is the position of) (the .*)", q)).matches()) {
      return words(one(m.group(1)).cell());
    }
    if ((m = match("what shape is ((?:at|in) the .*)", q)).matches()) {
      return words(one("the object " + m.group(1)).shape());
    }
    if ((m = match("(?:what|which) (\\w+) (?:is (the .*)|does (the .*) have)", q)).matches()) {
      SceneObject it = one(m.group(2) != null ? m.group(2) : m.group(3));
      return switch (m.group(1)) {
        case "color" -> words(it.colour());
        case "shape" -> words(it.shape());
        case "size" -> words(it.size());
        default -> throw new IllegalArgumentException(question);
      };
    }
    m =
        match(
            "is (the .*?) (to the left of|left of|to the right of|right of|above|on top of|below"
                + "|under) (the .*)",
            q);
    if (m.matches()) {
      Cell a = one(m.group(1)).cell();
      Cell b = one(m.group(3)).cell();
      boolean holds =
          switch (m.group(2)) {
            case "to the left of", "left of" -> a.ordinal() % 3 < b.ordinal() % 3;
            case "to the right of", "right of" -> a.ordinal() % 3 > b.ordinal() % 3;
            case "above", "on top of" -> a.ordinal() / 3 < b.ordinal() / 3;
            default -> a.ordinal() / 3 > b.ordinal() / 3;
          };
      return holds ? "yes" : "no";
    }
    throw new IllegalArgumentException("not understood: " + question);
  }

  /** The scene that instructions make, one after the other. */
  static Scene follow(String instructions, Scene scene) {
    Scene now = scene;
    for (String instruction : instructions.split(" and |, then ")) {
      now = new LanguageReader(now).follow(instruction);
    }
    return now;
  }

  private Scene follow(String text) {
    Matcher m;
    if ((m =
            match(
                "(?:change|make|set) the background (?:to )?(\\w+)|use an? (\\w+) background",
                text))
        .matches()) {
      String word = m.group(1) != null ? m.group(1) : m.group(2);
      return new Scene(constant(Background.values(), word), scene.objects());
    }
    if ((m = match("(?:add|insert|put|place) an? (\\w+) (\\w+) (\\w+) ((?:at|in) .*)", text))
        .matches()) {
      return with(
          new SceneObject(
              cell(m.group(4)),
              constant(Shape.values(), m.group(3)),
              constant(Colour.values(), m.group(2)),
              constant(Size.values(), m.group(1))));
    }
    if ((m = match("(?:remove|delete|erase|take away) (the .*)", text)).matches()
        || (m = match("take (the .*) away", text)).matches()) {
      return scene.without(one(m.group(1)));
    }
    if ((m = match("(?:move|shift) (the .*) to (the .*)", text)).matches()
        || (m = match("(?:put|place) (the .*) at (the .*)", text)).matches()) {
      SceneObject it = one(m.group(1));
      SceneObject moved =
          new SceneObject(cell("at " + m.group(2)), it.shape(), it.colour(), it.size());
      return new LanguageReader(scene.without(it)).with(moved);
    }
    m =
        match(
            "(?:make|turn|recolor|resize|replace|change)(?: the (?:color|size) of)? (the .*?)"
                + " (?:to be |to |with an? |into an? )?(\\w+)",
            text);
    if (m.matches()) {
      SceneObject it = one(m.group(1));
      return new LanguageReader(scene.without(it)).with(changed(it, m.group(2)));
    }
    throw new IllegalArgumentException("not understood: " + text);
  }

  private static SceneObject changed(SceneObject it, String word) {
    for (Colour colour : Colour.values()) {
      if (words(colour).equals(word)) {
        return new SceneObject(it.cell(), it.shape(), colour, it.size());
      }
    }
    for (Shape shape : Shape.values()) {
      if (words(shape).equals(word)) {
        return new SceneObject(it.cell(), shape, it.colour(), it.size());
      }
    }
    Size size =
        switch (word) {
          case "large", "larger" -> Size.LARGE;
          case "small", "smaller" -> Size.SMALL;
          default -> throw new IllegalArgumentException("no colour, shape or size: " + word);
        };
    return new SceneObject(it.cell(), it.shape(), it.colour(), size);
  }

  private Scene with(SceneObject added) {
    List<SceneObject> more = new ArrayList<>(scene.objects());
    more.add(added);
    return new Scene(scene.background(), more);
  }

  private String caption() {
    List<String> items = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (SceneObject o : scene.objects()) {
        if (o.cell() == cell) {
          items.add(
              "a %s %s %s at the %s"
                  .formatted(words(o.size()), words(o.colour()), words(o.shape()), words(cell)));
        }
      }
    }
    String last = items.removeLast();
    String all = items.isEmpty() ? last : String.join(" , ", items) + " and " + last;
    return all + " on a " + words(scene.background()) + " background";
  }

  /** The only object that a phrase means. */
  private SceneObject one(String phrase) {
    Optional<Cell> place = Optional.empty();
    String noun = phrase.substring("the ".length());
    Matcher placed = match("(.*?) ((?:at|in) the .*)", noun);
    if (placed.matches()) {
      noun = placed.group(1);
      place = Optional.of(cell(placed.group(2)));
    }
    String named = noun;
    Optional<Cell> at = place;
    List<SceneObject> meant =
        scene.objects().stream()
            .filter(o -> fits(o, named) && (at.isEmpty() || at.get() == o.cell()))
            .toList();
    if (meant.size() != 1) {
      throw new IllegalArgumentException("'%s' means %s".formatted(phrase, meant));
    }
    return meant.get(0);
  }

  private static boolean fits(SceneObject o, String noun) {
    return Stream.of(noun.split(" "))
        .allMatch(
            word ->
                word.equals("object")
                    || List.of(words(o.shape()), words(o.colour()), words(o.size()))
                        .contains(word));
  }

  private static boolean isOneOf(SceneObject o, String things) {
    if (things.equals("shapes")) {
      return true;
    }
    return fits(
        o, things.replace("crosses", "cross").replaceAll("s$", "").replaceAll("cros$", "cross"));
  }

  private static Cell cell(String place) {
    String name = place.replaceFirst("^(at|in) the ", "").replaceFirst(" corner$", "");
    return name.equals("middle") ? Cell.CENTER : constant(Cell.values(), name);
  }

  private static <E extends Enum<E>> E constant(E[] all, String word) {
    return Stream.of(all).filter(c -> words(c).equals(word)).findFirst().orElseThrow();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static Matcher match(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text);
  }
}
