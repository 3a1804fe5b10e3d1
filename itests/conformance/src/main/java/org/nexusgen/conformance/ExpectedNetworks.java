package org.nexusgen.conformance;

import java.util.Arrays;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;

/** Products, normalizations, rotary embedding and attention in plain loops. */
final class ExpectedNetworks {
  private ExpectedNetworks() {}

  static Numbers matMul(Numbers a, Numbers b) {
    int rows = a.dim(-2);
    int inner = a.dim(-1);
    int columns = b.dim(-1);
    int[] batch =
        Expected.broadcastShape(
            Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = rows;
    shape[batch.length + 1] = columns;
    return Numbers.fill(
        i -> {
          int[] left = Numbers.index(i, shape);
          int[] right = left.clone();
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            left[shape.length - 1] = k;
            right[shape.length - 2] = k;
            sum += Expected.broadcastAt(a, left) * Expected.broadcastAt(b, right);
          }
          return sum;
        },
        shape);
  }

  static Numbers conv(
      Numbers x, Numbers kernel, Optional<Numbers> bias, int stride, int groups, int... pads) {
    Numbers padded = Expected.pad(x, 0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]);
    int perGroup = kernel.dim(1);
    int outPerGroup = kernel.dim(0) / groups;
    int[] shape = {
      x.dim(0),
      kernel.dim(0),
      (padded.dim(2) - kernel.dim(2)) / stride + 1,
      (padded.dim(3) - kernel.dim(3)) / stride + 1
    };
    return Numbers.fill(
        i -> {
          int[] o = Numbers.index(i, shape);
          double sum = bias.map(b -> b.at(o[1])).orElse(0.0);
          for (int c = 0; c < perGroup; c++) {
            for (int dy = 0; dy < kernel.dim(2); dy++) {
              for (int dx = 0; dx < kernel.dim(3); dx++) {
                sum +=
                    kernel.at(o[1], c, dy, dx)
                        * padded.at(
                            o[0],
                            o[1] / outPerGroup * perGroup + c,
                            o[2] * stride + dy,
                            o[3] * stride + dx);
              }
            }
          }
          return sum;
        },
        shape);
  }

  static Numbers rmsNorm(Numbers x, Numbers weight, double eps) {
    int width = x.dim(-1);
    Numbers result = new Numbers(DType.F32, new double[x.data().length], x.shape());
    for (int row = 0; row < x.data().length; row += width) {
      double squares = 0;
      for (int j = 0; j < width; j++) {
        squares += x.data()[row + j] * x.data()[row + j];
      }
      for (int j = 0; j < width; j++) {
        result.data()[row + j] =
            x.data()[row + j] / Math.sqrt(squares / width + eps) * weight.data()[j];
      }
    }
    return result;
  }

  /** Each run of {@code length} elements to mean 0 and variance 1. */
  private static double[] standardize(double[] data, int length, double eps) {
    double[] result = new double[data.length];
    for (int from = 0; from < data.length; from += length) {
      double mean = Arrays.stream(data, from, from + length).average().orElseThrow();
      double variance =
          Arrays.stream(data, from, from + length)
              .map(v -> (v - mean) * (v - mean))
              .average()
              .orElseThrow();
      for (int i = from; i < from + length; i++) {
        result[i] = (data[i] - mean) / Math.sqrt(variance + eps);
      }
    }
    return result;
  }

  static Numbers layerNorm(Numbers x, Numbers weight, Numbers bias, double eps) {
    double[] normal = standardize(x.data(), x.dim(-1), eps);
    int width = x.dim(-1);
    return Numbers.fill(
        i -> normal[i] * weight.data()[i % width] + bias.data()[i % width], x.shape());
  }

  static Numbers groupNorm(Numbers x, Numbers weight, Numbers bias, int groups, double eps) {
    int image = x.data().length / x.dim(0);
    double[] normal = standardize(x.data(), image / groups, eps);
    return Numbers.fill(
        i -> {
          int channel = x.index(i)[1];
          return normal[i] * weight.data()[channel] + bias.data()[channel];
        },
        x.shape());
  }

  /** [B,H,S,D] with tables [B,S,D/2]. */
  static Numbers rotary(Numbers x, Numbers cos, Numbers sin, boolean interleaved) {
    int half = x.dim(3) / 2;
    return Numbers.fill(
        i -> {
          int[] at = x.index(i);
          int pair = interleaved ? at[3] / 2 : at[3] % half;
          int first = interleaved ? 2 * pair : pair;
          int second = interleaved ? 2 * pair + 1 : pair + half;
          double c = cos.at(at[0], at[2], pair);
          double s = sin.at(at[0], at[2], pair);
          double a = x.at(at[0], at[1], at[2], first);
          double b = x.at(at[0], at[1], at[2], second);
          return at[3] == first ? a * c - b * s : a * s + b * c;
        },
        x.shape());
  }

  /**
   * softmax(q kᵀ · scale + mask) v with grouped heads.
   *
   * @param mask to [B,H,S,T]: boolean, true where one may look, or added to the scores
   */
  static Numbers attention(
      Numbers q, Numbers k, Numbers v, Optional<Numbers> mask, boolean causal, double scale) {
    int perKey = q.dim(1) / k.dim(1);
    int keys = k.dim(2);
    int[] shape = {q.dim(0), q.dim(1), q.dim(2), v.dim(3)};
    Numbers result = new Numbers(DType.F32, new double[Numbers.size(shape)], shape);
    for (int row = 0; row < q.dim(0) * q.dim(1) * q.dim(2); row++) {
      int[] at = Numbers.index(row, q.dim(0), q.dim(1), q.dim(2));
      double[] scores = new double[keys];
      for (int t = 0; t < keys; t++) {
        for (int d = 0; d < q.dim(3); d++) {
          scores[t] += scale * q.at(at[0], at[1], at[2], d) * k.at(at[0], at[1] / perKey, t, d);
        }
        if (causal && t > at[2]) {
          scores[t] = Double.NEGATIVE_INFINITY;
        }
        if (mask.isPresent()) {
          double m = Expected.broadcastAt(mask.get(), at[0], at[1], at[2], t);
          boolean hidden = mask.get().dtype() == DType.BOOL && m == 0;
          scores[t] = hidden ? Double.NEGATIVE_INFINITY : scores[t] + (flag(mask.get()) ? 0 : m);
        }
      }
      Numbers weights = Expected.softmax(new Numbers(DType.F32, scores, keys), 0);
      for (int d = 0; d < v.dim(3); d++) {
        double sum = 0;
        for (int t = 0; t < keys; t++) {
          sum += weights.at(t) * v.at(at[0], at[1] / perKey, t, d);
        }
        result.set(sum, at[0], at[1], at[2], d);
      }
    }
    return result;
  }

  private static boolean flag(Numbers mask) {
    return mask.dtype() == DType.BOOL;
  }
}
