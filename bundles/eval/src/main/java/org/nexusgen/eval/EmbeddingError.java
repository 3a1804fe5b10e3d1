package org.nexusgen.eval;

import java.util.Arrays;
import java.util.Optional;
import org.nexusgen.api.BadInputException;

/**
 * How far predicted embeddings are from the true ones: mean squared error and cosine, by position,
 * and relative to the variance around each position's mean. 1 is what the mean picture would reach.
 */
final class EmbeddingError {
  /** Of a variance computed as a difference of squares, relative to them. */
  private static final double ROUNDING = 1e-9;

  private int tokens;
  private int width;
  private int count;
  private double[] squaredErrors = {};
  private double cosines;
  private double[] sums = {};
  private double[] squares = {};

  /** Counts one picture; both [tokens, width]. */
  void add(float[] predicted, float[] truth, int tokenCount) {
    if (count == 0) {
      tokens = tokenCount;
      width = truth.length / tokenCount;
      squaredErrors = new double[tokens];
      sums = new double[truth.length];
      squares = new double[truth.length];
    }
    if (predicted.length != sums.length || truth.length != sums.length) {
      throw new BadInputException(
          "embeddings of %d values are compared with %d, wants %d each"
              .formatted(predicted.length, truth.length, sums.length));
    }
    count++;
    for (int t = 0; t < tokens; t++) {
      addToken(predicted, truth, t);
    }
  }

  private void addToken(float[] predicted, float[] truth, int t) {
    double error = 0;
    double dot = 0;
    double predictedNorm = 0;
    double trueNorm = 0;
    for (int i = t * width; i < (t + 1) * width; i++) {
      error += Math.pow(predicted[i] - truth[i], 2);
      dot += (double) predicted[i] * truth[i];
      predictedNorm += (double) predicted[i] * predicted[i];
      trueNorm += (double) truth[i] * truth[i];
      sums[i] += truth[i];
      squares[i] += (double) truth[i] * truth[i];
    }
    squaredErrors[t] += error / width;
    cosines += dot / Math.sqrt(Math.max(predictedNorm * trueNorm, Double.MIN_NORMAL));
  }

  int count() {
    return count;
  }

  double mse() {
    return Arrays.stream(squaredErrors).sum() / ((double) count * tokens);
  }

  double cosine() {
    return cosines / ((double) count * tokens);
  }

  /** Mean squared error of each token. */
  double[] mseByToken() {
    return Arrays.stream(squaredErrors).map(sum -> sum / count).toArray();
  }

  /** Of the true values around each position's mean. */
  double variance() {
    double variance = 0;
    for (int i = 0; i < sums.length; i++) {
      variance += squares[i] / count - Math.pow(sums[i] / count, 2);
    }
    return variance / sums.length;
  }

  /** Relative to {@link #variance}; empty if nothing varies beyond rounding. */
  Optional<Double> relativeMse() {
    double size = Arrays.stream(squares).sum() / ((double) count * squares.length);
    return variance() > ROUNDING * size ? Optional.of(mse() / variance()) : Optional.empty();
  }
}
