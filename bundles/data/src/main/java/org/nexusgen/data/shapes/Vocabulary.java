package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every word of the world's language, in lower case. Words are what stands between spaces and
 * punctuation; punctuation marks count as words.
 */
public final class Vocabulary {
  private static final String FRAMES =
      "generate an image of draw create a picture according to the following description show"
          + " please paint";
  private static final String LINKS = "and then at in on with over , . : ?";
  private static final String RELATIONS = "left right above below top under";
  private static final String REFERENCES = "object objects shapes corner middle background";
  private static final String QUESTIONS =
      "what which where how many is are there does have contain color shape size position describe"
          + " write caption for yes no";
  private static final String EDITS =
      "make turn into recolor change replace resize be larger smaller remove delete erase take away"
          + " move shift put place add insert set use";
  private static final String ANSWERS = "here is based edited";
  private static final String NUMBERS = "zero one two three four";

  /** In order. */
  public static final SortedSet<String> WORDS = words();

  private Vocabulary() {}

  /** The words of a text, as a tokenizer of the world splits it. */
  static List<String> split(String text) {
    return Stream.of(text.replaceAll("([,.:?])", " $1 ").strip().split("\\s+")).toList();
  }

  private static SortedSet<String> words() {
    List<String> phrases =
        new ArrayList<>(
            List.of(FRAMES, LINKS, RELATIONS, REFERENCES, QUESTIONS, EDITS, ANSWERS, NUMBERS));
    Stream.of(Colour.values()).map(Colour::word).forEach(phrases::add);
    Stream.of(Size.values()).map(Size::word).forEach(phrases::add);
    Stream.of(Cell.values()).map(Cell::word).forEach(phrases::add);
    Stream.of(Background.values()).map(Background::word).forEach(phrases::add);
    Stream.of(Shape.values())
        .flatMap(shape -> Stream.of(shape.word(), shape.plural()))
        .forEach(phrases::add);
    SortedSet<String> words = new TreeSet<>();
    phrases.forEach(phrase -> words.addAll(List.of(phrase.split(" "))));
    return java.util.Collections.unmodifiableSortedSet(words);
  }
}
