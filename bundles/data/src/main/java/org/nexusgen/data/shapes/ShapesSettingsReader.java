package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.data.source.SourceName;

/**
 * Reads settings such as {@code shapes?objects=1-2&questions=12&captions=0.2}.
 *
 * <ul>
 *   <li>{@code objects=1-4}: in the scenes of questions, edits and dense prompts
 *   <li>{@code questions=1-4}: on one picture
 *   <li>{@code prompts=3}, {@code edits=1-3}: in one sample, of one picture; more than one need
 *       alternatives
 *   <li>{@code drills=14}: short texts on one picture
 *   <li>{@code alternatives=yes|no}: whether questions, prompts and edits of a sample stand each
 *       for itself
 *   <li>{@code captions=0.2}: chance that one of them asks for a caption; without it, captions are
 *       a kind of question like the others
 *   <li>{@code kinds=color_of,edit.background}: of questions, prompts and edits; a word that is a
 *       kind of several counts for each, unless {@code question.}, {@code prompt.} or {@code edit.}
 *       stands in front. A task of which no kind is named has all of its kinds
 *   <li>{@code references=shape,colour,place}: by which questions and edits name objects
 *   <li>{@code pairs=all|seen|novel}: scenes without, or with, one of the four held-out pairs of
 *       colour and shape
 * </ul>
 */
final class ShapesSettingsReader {
  private static final String OBJECTS = "objects";
  private static final String QUESTIONS = "questions";
  private static final String PROMPTS = "prompts";
  private static final String EDITS = "edits";
  private static final String DRILLS = "drills";
  private static final String ALTERNATIVES = "alternatives";
  private static final String CAPTIONS = "captions";
  private static final String KINDS = "kinds";
  private static final String REFERENCES = "references";
  private static final String PAIRS = "pairs";
  private static final int MOST_QUESTIONS = 100;

  private final Map<String, String> settings;

  private ShapesSettingsReader(Map<String, String> settings) {
    this.settings = settings;
  }

  static ShapesSettings read(SourceName source) {
    source.allow(
        Set.of(
            OBJECTS,
            QUESTIONS,
            PROMPTS,
            EDITS,
            DRILLS,
            ALTERNATIVES,
            CAPTIONS,
            KINDS,
            REFERENCES,
            PAIRS));
    return new ShapesSettingsReader(source.settings()).read();
  }

  private ShapesSettings read() {
    ShapesSettings usual = ShapesSettings.usual();
    List<String> words = words(KINDS);
    refuseUnknown(words);
    return new ShapesSettings(
        span(OBJECTS, usual.objects(), 1, Scene.MOST_OBJECTS),
        span(QUESTIONS, usual.turns(), 1, MOST_QUESTIONS),
        several(PROMPTS, usual.prompts()),
        several(EDITS, usual.edits()),
        span(DRILLS, usual.drills(), 0, MOST_QUESTIONS),
        alternatives(),
        settings.containsKey(CAPTIONS)
            ? OptionalDouble.of(share(CAPTIONS))
            : OptionalDouble.empty(),
        pairs(),
        named(words, "question.", usual.questionKinds()),
        named(words, "prompt.", usual.promptKinds()),
        named(words, "edit.", usual.editKinds()),
        references(usual.references()));
  }

  private ShapesSettings.Pairs pairs() {
    String word = settings.getOrDefault(PAIRS, "all");
    return Stream.of(ShapesSettings.Pairs.values())
        .filter(each -> code(each).equals(word))
        .findFirst()
        .orElseThrow(() -> bad(PAIRS, "all, seen or novel"));
  }

  private List<Reference.Kind> references(List<Reference.Kind> all) {
    List<String> words = words(REFERENCES);
    List<Reference.Kind> named = named(words, "", all);
    if (!words.isEmpty() && named.size() != words.stream().distinct().count()) {
      throw bad(REFERENCES, "some of " + codes(all));
    }
    return named;
  }

  private static <E extends Enum<E>> List<E> named(List<String> words, String prefix, List<E> all) {
    List<E> named =
        all.stream()
            .filter(each -> words.contains(code(each)) || words.contains(prefix + code(each)))
            .toList();
    return named.isEmpty() ? all : named;
  }

  private void refuseUnknown(List<String> words) {
    ShapesSettings usual = ShapesSettings.usual();
    List<String> known = new ArrayList<>();
    usual.questionKinds().forEach(kind -> known.add("question." + code(kind)));
    usual.promptKinds().forEach(kind -> known.add("prompt." + code(kind)));
    usual.editKinds().forEach(kind -> known.add("edit." + code(kind)));
    for (String word : words) {
      if (known.stream().noneMatch(each -> each.equals(word) || each.endsWith("." + word))) {
        throw new BadInputException(
            "shapes: no kind '%s', wants some of %s".formatted(word, String.join(", ", known)));
      }
    }
  }

  private List<String> words(String setting) {
    return Stream.of(settings.getOrDefault(setting, "").split(","))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private boolean alternatives() {
    String word = settings.getOrDefault(ALTERNATIVES, "no");
    if (!word.equals("yes") && !word.equals("no")) {
      throw bad(ALTERNATIVES, "yes or no");
    }
    return word.equals("yes");
  }

  private ShapesSettings.Span several(String setting, ShapesSettings.Span usual) {
    ShapesSettings.Span span = span(setting, usual, 1, MOST_QUESTIONS);
    if (span.most() > 1 && !alternatives()) {
      throw bad(setting, "1, or " + ALTERNATIVES + "=yes with it");
    }
    return span;
  }

  private ShapesSettings.Span span(String setting, ShapesSettings.Span usual, int least, int most) {
    String text = settings.get(setting);
    if (text == null) {
      return usual;
    }
    String wanted = "a number of %d to %d, or two such as 1-%d".formatted(least, most, most);
    String[] ends = text.split("-", -1);
    try {
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (ends.length <= 2 && from >= least && from <= to && to <= most) {
        return new ShapesSettings.Span(from, to);
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(message(setting, wanted), e);
    }
    throw bad(setting, wanted);
  }

  private double share(String setting) {
    try {
      double share = Double.parseDouble(settings.getOrDefault(setting, ""));
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(message(setting, "0 to 1"), e);
    }
    throw bad(setting, "0 to 1");
  }

  private BadInputException bad(String setting, String wanted) {
    return new BadInputException(message(setting, wanted));
  }

  private String message(String setting, String wanted) {
    return "shapes: %s: got '%s', wants %s"
        .formatted(setting, settings.getOrDefault(setting, ""), wanted);
  }

  private static String codes(List<? extends Enum<?>> constants) {
    return constants.stream().map(ShapesSettingsReader::code).collect(Collectors.joining(", "));
  }

  /** As settings write a constant. */
  static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
