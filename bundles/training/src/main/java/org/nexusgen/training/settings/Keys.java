package org.nexusgen.training.settings;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/** Looks for keys that nobody reads: a setting that is spelled wrong must not be ignored. */
public final class Keys {
  private Keys() {}

  /**
   * @throws BadInputException if the object has a key that is not among the known ones
   */
  public static void check(ConfigTree tree, List<String> known) {
    for (String key : tree.values().keySet()) {
      if (!known.contains(key)) {
        throw new BadInputException(
            "unknown key '%s' in %s%s; known are %s"
                .formatted(
                    key,
                    tree.where(),
                    hint(key, known),
                    known.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
  }

  private static String hint(String key, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(key, name)))
        .filter(name -> distance(key, name) <= Math.max(2, name.length() / 3))
        .map(name -> ": did you mean '" + name + "'?")
        .orElse("");
  }

  /** How many letters must be put in, left out or changed (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
