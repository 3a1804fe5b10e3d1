package org.nexusgen.pipeline;

import java.util.Collection;
import java.util.stream.Collectors;

/** Words of a prompt in a note: whoever typed them may have sent them on from anywhere. */
final class UnknownWords {
  private static final int MOST_WORDS = 20;
  private static final int MOST_LETTERS = 40;

  private UnknownWords() {}

  /** In alphabetical order, long ones and many of them cut, without what steers a terminal. */
  static String listed(Collection<String> words) {
    String listed =
        words.stream()
            .sorted()
            .limit(MOST_WORDS)
            .map(UnknownWords::shown)
            .collect(Collectors.joining(", "));
    int left = words.size() - MOST_WORDS;
    return left > 0 ? listed + " and " + left + " more" : listed;
  }

  private static String shown(String word) {
    String shown =
        word.codePoints()
            .limit(MOST_LETTERS)
            .mapToObj(UnknownWords::shown)
            .collect(Collectors.joining());
    return word.codePointCount(0, word.length()) > MOST_LETTERS ? shown + "…" : shown;
  }

  /** Line and paragraph separators and what turns text around are no letters either. */
  private static String shown(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          "\\u%04x".formatted(letter);
      default -> Character.toString(letter);
    };
  }
}
