package org.nexusgen.plain;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.nexusgen.api.tensor.Tensor;

/** Rows of doubles: what the networks are computed with a second time, plainly. */
@SuppressWarnings("ArrayRecordComponent") // a value on the way, not for comparing
public record Matrix(double[][] rows) {
  public static Matrix of(Tensor tensor) {
    float[] values = tensor.floats();
    int width = tensor.shape().size(-1);
    double[][] rows = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return new Matrix(rows);
  }

  public static double[] vector(Tensor tensor) {
    return of(tensor.reshape(1, tensor.shape().elements())).rows[0];
  }

  public int width() {
    return rows[0].length;
  }

  /** x Wᵀ. */
  public Matrix times(Matrix weight) {
    double[][] result = new double[rows.length][weight.rows.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < weight.rows.length; c++) {
        for (int k = 0; k < width(); k++) {
          result[r][c] += rows[r][k] * weight.rows[c][k];
        }
      }
    }
    return new Matrix(result);
  }

  public Matrix plus(double[] bias) {
    return each((r, c) -> rows[r][c] + bias[c]);
  }

  public Matrix plus(Matrix other) {
    return each((r, c) -> rows[r][c] + other.rows[r][c]);
  }

  public Matrix times(double[] scale) {
    return each((r, c) -> rows[r][c] * scale[c]);
  }

  public Matrix timesEach(Matrix other) {
    return each((r, c) -> rows[r][c] * other.rows[r][c]);
  }

  public Matrix map(DoubleUnaryOperator function) {
    return each((r, c) -> function.applyAsDouble(rows[r][c]));
  }

  public Matrix rmsNorm(double[] weight, double eps) {
    double[] factors = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      double squares = 0;
      for (double value : rows[r]) {
        squares += value * value / width();
      }
      factors[r] = 1 / Math.sqrt(squares + eps);
    }
    return each((r, c) -> rows[r][c] * factors[r] * weight[c]);
  }

  public Matrix layerNorm(double[] weight, double[] bias, double eps) {
    double[] means = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      for (double value : rows[r]) {
        means[r] += value / width();
      }
    }
    double[] ones = new double[width()];
    Arrays.fill(ones, 1);
    return each((r, c) -> rows[r][c] - means[r]).rmsNorm(ones, eps).times(weight).plus(bias);
  }

  public float[] floats() {
    float[] values = new float[rows.length * width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / width()][i % width()];
    }
    return values;
  }

  private interface Cell {
    double at(int row, int column);
  }

  private Matrix each(Cell cell) {
    double[][] result = new double[rows.length][width()];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < width(); c++) {
        result[r][c] = cell.at(r, c);
      }
    }
    return new Matrix(result);
  }
}
