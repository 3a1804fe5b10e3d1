package org.nexusgen.decoder.preview;

import org.nexusgen.api.BadInputException;

/**
 * Linear least squares with a penalty on large weights, in closed form: {@code (X^T X + lambda I) W
 * = X^T Y} with a last column of ones in X whose weight, the bias, has no penalty; solved by
 * Cholesky's factors (Hoerl and Kennard, 1970).
 */
final class Ridge {
  /** Penalty as a share of the mean square of an input. */
  private static final double PENALTY = 1e-3;

  private final int inputs;
  private final int outputs;
  private final double[][] square;
  private final double[][] right;
  private long rows;

  Ridge(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.square = new double[inputs + 1][inputs + 1];
    this.right = new double[inputs + 1][outputs];
  }

  /** One example: the input at an offset of an array, and its output. */
  void add(float[] values, int offset, float[] output) {
    rows++;
    for (int i = 0; i <= inputs; i++) {
      double value = i < inputs ? values[offset + i] : 1;
      for (int j = 0; j <= i; j++) {
        square[i][j] += value * (j < inputs ? values[offset + j] : 1);
      }
      for (int k = 0; k < outputs; k++) {
        right[i][k] += value * output[k];
      }
    }
  }

  /** The weights [inputs + 1, outputs], row-major; the last row is the bias. */
  float[] solve() {
    if (rows <= inputs) {
      throw new BadInputException(
          "preview: got %d tokens for a map of %d inputs; give more pictures (--count)"
              .formatted(rows, inputs));
    }
    double trace = 0;
    for (int i = 0; i < inputs; i++) {
      trace += square[i][i];
    }
    for (int i = 0; i < inputs; i++) {
      square[i][i] += PENALTY * trace / inputs;
    }
    factor();
    float[] weights = new float[(inputs + 1) * outputs];
    double[] column = new double[inputs + 1];
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i <= inputs; i++) {
        column[i] = right[i][k];
      }
      substitute(column);
      for (int i = 0; i <= inputs; i++) {
        weights[i * outputs + k] = (float) column[i];
      }
    }
    return weights;
  }

  /** Replaces the lower triangle by Cholesky's factor L of it: L L^T is the matrix. */
  private void factor() {
    for (int i = 0; i <= inputs; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = square[i][j];
        for (int k = 0; k < j; k++) {
          sum -= square[i][k] * square[j][k];
        }
        square[i][j] = i == j ? Math.sqrt(sum) : sum / square[j][j];
      }
    }
  }

  private void substitute(double[] x) {
    for (int i = 0; i <= inputs; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= square[i][k] * x[k];
      }
      x[i] /= square[i][i];
    }
    for (int i = inputs; i >= 0; i--) {
      for (int k = i + 1; k <= inputs; k++) {
        x[i] -= square[k][i] * x[k];
      }
      x[i] /= square[i][i];
    }
  }
}
