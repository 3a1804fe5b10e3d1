package org.nexusgen.parity;

import java.util.Locale;

/**
 * One comparison of an engine with what is known, and how long the run took.
 *
 * @param what was run
 * @param sizes of it
 * @param against what was compared with
 * @param difference the largest one, relative to the largest value or 1
 * @param limit that it may have
 * @param milliseconds of one run, the median; NaN if it was not timed
 * @param firstMilliseconds of the first run, in which an engine may build a plan
 */
public record ProofRow(
    String what,
    String sizes,
    String against,
    double difference,
    double limit,
    double milliseconds,
    double firstMilliseconds) {
  /** Whether the difference is within its limit; one that is no number is not. */
  public boolean holds() {
    return difference <= limit;
  }

  /** As a row of a table in Markdown. */
  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.1e | %.0e | %s | %s | %s |",
        what,
        sizes,
        against,
        difference,
        limit,
        holds() ? "yes" : "**no**",
        Double.isNaN(milliseconds) ? "–" : String.format(Locale.ROOT, "%.2f", milliseconds),
        String.format(Locale.ROOT, "%.0f", firstMilliseconds));
  }
}
