package org.nexusgen.api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Guesses what someone meant who wrote a word that is not known. */
public final class NearestWord {
  private NearestWord() {}

  /** The end of a message about an unknown word: a guess, or all the words that there are. */
  public static String hint(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(one -> distance(word, one)))
        .filter(one -> distance(word, one) <= Math.max(2, one.length() / 3))
        .map(one -> "; did you mean '" + one + "'?")
        .orElseGet(
            () -> "; there are: " + known.stream().sorted().collect(Collectors.joining(", ")));
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
