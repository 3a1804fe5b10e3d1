package org.nexusgen.sampler.flowmatch;

/** A linear system of two or three equations. */
final class SmallSystem {
  private SmallSystem() {}

  /** Solves {@code matrix x = right} by elimination with row pivoting; both are overwritten. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    for (int column = 0; column < n; column++) {
      swapPivot(matrix, right, column);
      for (int row = column + 1; row < n; row++) {
        double factor = matrix[row][column] / matrix[column][column];
        for (int k = column; k < n; k++) {
          matrix[row][k] -= factor * matrix[column][k];
        }
        right[row] -= factor * right[column];
      }
    }
    double[] solution = new double[n];
    for (int row = n - 1; row >= 0; row--) {
      double rest = right[row];
      for (int k = row + 1; k < n; k++) {
        rest -= matrix[row][k] * solution[k];
      }
      solution[row] = rest / matrix[row][row];
    }
    return solution;
  }

  private static void swapPivot(double[][] matrix, double[] right, int column) {
    int best = column;
    for (int row = column + 1; row < right.length; row++) {
      if (Math.abs(matrix[row][column]) > Math.abs(matrix[best][column])) {
        best = row;
      }
    }
    double[] equation = matrix[column];
    matrix[column] = matrix[best];
    matrix[best] = equation;
    double value = right[column];
    right[column] = right[best];
    right[best] = value;
  }
}
