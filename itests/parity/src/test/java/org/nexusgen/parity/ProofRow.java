package org.nexusgen.parity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * One comparison of an engine with what is known, and how long the run took.
 *
 * @param what was run
 * @param sizes of it
 * @param against what was compared with
 * @param difference the largest one, relative to the largest value or 1
 * @param limit that it may have
 * @param milliseconds of one run, the median; NaN if it was not timed
 * @param leastMilliseconds of one run; NaN if it was not timed
 * @param firstMilliseconds of the first run, in which an engine may build a plan
 * @param problem why there is nothing to compare; empty: there is
 */
public record ProofRow(
    String what,
    String sizes,
    String against,
    double difference,
    double limit,
    double milliseconds,
    double leastMilliseconds,
    double firstMilliseconds,
    String problem) {
  private static final int LONGEST = 300;

  /** A comparison that was not timed. */
  ProofRow(String what, String sizes, String against, double difference, double limit) {
    this(what, sizes, against, difference, limit, Double.NaN, Double.NaN, Double.NaN, "");
  }

  /**
   * A comparison.
   *
   * @param times of each run in milliseconds; empty if it was not timed
   */
  public static ProofRow timed(
      String what,
      String sizes,
      String against,
      double difference,
      double limit,
      double[] times,
      double first) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    boolean some = sorted.length > 0;
    return new ProofRow(
        what,
        sizes,
        against,
        difference,
        limit,
        some ? sorted[sorted.length / 2] : Double.NaN,
        some ? sorted[0] : Double.NaN,
        first,
        "");
  }

  /** What was to be compared, and why it was not. */
  public static ProofRow failed(String what, Throwable failure) {
    String why = Objects.toString(failure.getMessage(), failure.toString());
    return notRun(what, why.substring(0, Math.min(LONGEST, why.length())));
  }

  /** What was to be compared, and why it was not. */
  static ProofRow notRun(String what, String why) {
    String line = why.replaceAll("\\s+", " ").replace("|", "/");
    return new ProofRow(what, "", "", Double.NaN, 0, Double.NaN, Double.NaN, Double.NaN, line);
  }

  /** Whether the difference is within its limit; one that is no number is not. */
  public boolean holds() {
    return difference <= limit;
  }

  /** As a row of a table in Markdown. */
  String markdown() {
    if (!problem.isEmpty()) {
      return "| %s | | | | | **no**: %s | | | |".formatted(what, problem);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.1e | %.0e | %s | %s | %s | %s |",
        what,
        sizes,
        against,
        difference,
        limit,
        holds() ? "yes" : "**no**",
        time("%.2f", milliseconds),
        time("%.2f", leastMilliseconds),
        time("%.0f", firstMilliseconds));
  }

  private static String time(String format, double milliseconds) {
    return Double.isNaN(milliseconds) ? "–" : String.format(Locale.ROOT, format, milliseconds);
  }
}
