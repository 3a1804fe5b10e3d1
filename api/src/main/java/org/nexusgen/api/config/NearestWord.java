package org.nexusgen.api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Guesses what someone meant who wrote a word that is not known. */
public final class NearestWord {
  private static final int MOST_LISTED = 20;
  private static final int NEAREST_LISTED = 5;

  private NearestWord() {}

  /** The end of a message about an unknown word: a guess, or the words that there are. */
  public static String hint(String word, Collection<String> known) {
    return guess(word, known)
        .map(one -> "; did you mean '" + one + "'?")
        .orElseGet(() -> "; there are: " + listed(word, known));
  }

  /**
   * The word that was meant, if one is near enough. A key without its part, or with a part where
   * none belongs, means the one setting of that key, if there is only one.
   */
  public static Optional<String> guess(String word, Collection<String> known) {
    List<String> sameKey = known.stream().filter(one -> isSameKey(word, one)).toList();
    return sameKey.size() == 1
        ? Optional.of(sameKey.get(0))
        : known.stream()
            .min(Comparator.comparingInt(one -> distance(word, one)))
            .filter(one -> distance(word, one) <= Math.max(2, one.length() / 3));
  }

  /** All of them; of very many, those that are nearest, so that the message can be read. */
  private static String listed(String word, Collection<String> known) {
    if (known.size() <= MOST_LISTED) {
      return known.stream().sorted().collect(Collectors.joining(", "));
    }
    return known.stream()
        .sorted(Comparator.comparingInt(one -> distance(word, one)))
        .limit(NEAREST_LISTED)
        .sorted()
        .collect(
            Collectors.joining(", ", "", " and %d more".formatted(known.size() - NEAREST_LISTED)));
  }

  private static boolean isSameKey(String word, String known) {
    return known.endsWith("." + word) || word.endsWith("." + known);
  }

  /** How many letters must be put in, taken out or replaced (Levenshtein). */
  static int distance(String left, String right) {
    String from = left.toLowerCase(Locale.ROOT);
    String to = right.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
