package org.nexusgen.weights.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that come close to one that was not found, by Levenshtein distance. */
public final class CloseNames {
  private static final int MOST = 3;

  /** Bounds on the work that a hostile file can cause. */
  private static final int LONGEST_NAME = 200;

  private static final int MOST_COMPARED = 20_000;

  private CloseNames() {}

  private record Candidate(String name, int distance) {}

  /** At most three names, closest first, none farther off than a third of the wanted name. */
  public static List<String> of(String wanted, Collection<String> names) {
    if (wanted.length() > LONGEST_NAME) {
      return List.of();
    }
    int farthest = Math.max(2, wanted.length() / 3);
    return names.stream()
        .limit(MOST_COMPARED)
        .filter(name -> Math.abs(name.length() - wanted.length()) <= farthest)
        .map(name -> new Candidate(name, distance(wanted, name)))
        .filter(candidate -> candidate.distance() <= farthest)
        .sorted(Comparator.comparingInt(Candidate::distance))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /** A half sentence for a message: empty, or {@code ; did you mean 'a' or 'b'?}. */
  public static String hint(String wanted, Collection<String> names) {
    List<String> close = of(wanted, names).stream().map(Shown::quoted).toList();
    return close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
