package org.nexusgen.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All scores, in the order in which they first came. */
final class Scoreboard {
  /** Stands for all samples of a kind. */
  static final String ALL = "";

  /** Stands for all kinds of a task. */
  static final String EVERY_KIND = "all";

  private final Map<Key, Tally> tallies = new LinkedHashMap<>();

  /**
   * What a score is of.
   *
   * @param task such as {@code editing}
   * @param kind of samples, such as {@code recolour}
   * @param group of these samples, such as {@code reference=shape}; {@link #ALL} for all
   * @param score such as {@code kept}
   */
  record Key(String task, String kind, String group, String score) {}

  /**
   * Counts one value for its kind, and for each group that the sample belongs to: within its kind,
   * and among all kinds.
   */
  void add(String task, String kind, Map<String, String> groups, String score, double value) {
    tally(new Key(task, kind, ALL, score)).add(value);
    groups.forEach(
        (name, group) -> {
          tally(new Key(task, kind, name + "=" + group, score)).add(value);
          tally(new Key(task, EVERY_KIND, name + "=" + group, score)).add(value);
        });
  }

  void add(String task, String kind, Map<String, String> groups, Map<String, Double> scores) {
    scores.forEach((score, value) -> add(task, kind, groups, score, value));
  }

  Map<Key, Tally> tallies() {
    return tallies;
  }

  /**
   * Mean over kinds.
   *
   * @param value every kind counting the same
   * @param count of values in all
   */
  record Mean(double value, int count) {}

  /** Mean over kinds of a score; empty if there is none. */
  Optional<Mean> mean(String task, String score, Predicate<String> kinds) {
    List<Tally> ofKinds =
        tallies.entrySet().stream()
            .filter(
                each ->
                    each.getKey().task().equals(task)
                        && each.getKey().score().equals(score)
                        && each.getKey().group().equals(ALL)
                        && kinds.test(each.getKey().kind()))
            .map(Map.Entry::getValue)
            .toList();
    if (ofKinds.isEmpty()) {
      return Optional.empty();
    }
    double mean = ofKinds.stream().mapToDouble(Tally::mean).average().orElseThrow();
    return Optional.of(new Mean(mean, ofKinds.stream().mapToInt(Tally::count).sum()));
  }

  private Tally tally(Key key) {
    return tallies.computeIfAbsent(key, unused -> new Tally());
  }
}
