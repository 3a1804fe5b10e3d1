package org.nexusgen.training.vision;

/**
 * The directions in which rows differ most: leading eigenvectors of their covariance, by orthogonal
 * iteration (Golub and Van Loan, Matrix Computations, § 8.2.4).
 */
@SuppressWarnings("ArrayRecordComponent") // matrices
record Principal(double[] mean, double[][] directions, double[] variances) {
  private static final int ROUNDS = 60;

  /**
   * @param rows of equal length
   * @param count of directions
   */
  static Principal of(float[][] rows, int count) {
    int width = rows[0].length;
    double[] mean = mean(rows, width);
    double[][] covariance = covariance(rows, mean);
    double[][] vectors = new double[count][width];
    for (int i = 0; i < count; i++) {
      // Any start that is orthogonal to no direction will do.
      for (int j = 0; j < width; j++) {
        vectors[i][j] = Math.sin(1 + i * 1.7 + j * (0.37 + 0.11 * i));
      }
    }
    orthonormalize(vectors);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < count; i++) {
        vectors[i] = product(covariance, vectors[i]);
      }
      orthonormalize(vectors);
    }
    double[] variances = new double[count];
    for (int i = 0; i < count; i++) {
      variances[i] = Math.max(0, dot(vectors[i], product(covariance, vectors[i])));
    }
    return new Principal(mean, vectors, variances);
  }

  /** How far a row goes in one direction from the mean. */
  double coordinate(float[] row, int direction) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += (row[i] - mean[i]) * directions[direction][i];
    }
    return sum;
  }

  private static double[] mean(float[][] rows, int width) {
    double[] mean = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    return mean;
  }

  private static double[][] covariance(float[][] rows, double[] mean) {
    int width = mean.length;
    double[][] covariance = new double[width][width];
    double[] centred = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        centred[i] = row[i] - mean[i];
      }
      for (int i = 0; i < width; i++) {
        double factor = centred[i] / rows.length;
        for (int j = 0; j < width; j++) {
          covariance[i][j] += factor * centred[j];
        }
      }
    }
    return covariance;
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static void orthonormalize(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        double shared = dot(vectors[i], vectors[j]);
        for (int k = 0; k < vectors[i].length; k++) {
          vectors[i][k] -= shared * vectors[j][k];
        }
      }
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int k = 0; k < vectors[i].length; k++) {
        vectors[i][k] /= Math.max(length, 1e-30);
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
