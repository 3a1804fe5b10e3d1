package org.nexusgen.eval;

/** Values of one score, and how sure their mean is. */
final class Tally {
  /** Half of a normal distribution's middle 95 %, in standard deviations. */
  private static final double Z = 1.959964;

  private int count;
  private double sum;
  private double squares;
  private boolean onlyYesAndNo = true;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /** Where the mean lies with a probability of 95 %. */
  record Interval(double low, double high) {}

  void add(double value) {
    count++;
    sum += value;
    squares += value * value;
    least = Math.min(least, value);
    most = Math.max(most, value);
    onlyYesAndNo &= value == 0 || value == 1;
  }

  int count() {
    return count;
  }

  double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Wilson's (1927) for yes and no, which holds for few and for extreme counts; else normal. */
  Interval interval() {
    if (count == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return onlyYesAndNo ? wilson(mean(), count) : normal();
  }

  /** Of a share p of so many yes and no. */
  static Interval wilson(double p, int count) {
    double z2 = Z * Z / count;
    double middle = (p + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(p * (1 - p) / count + z2 / (4 * count));
    return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }

  private Interval normal() {
    double variance = Math.max(0, squares / count - mean() * mean());
    double half = Z * Math.sqrt(variance / Math.max(1, count - 1));
    boolean isShare = least >= 0 && most <= 1;
    return new Interval(
        isShare ? Math.max(0, mean() - half) : mean() - half,
        isShare ? Math.min(1, mean() + half) : mean() + half);
  }
}
