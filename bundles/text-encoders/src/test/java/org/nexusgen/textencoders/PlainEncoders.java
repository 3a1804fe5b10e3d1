package org.nexusgen.textencoders;

import java.util.function.DoubleUnaryOperator;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.plain.Matrix;

/** Both encoders a second time, straight from the formulas. */
final class PlainEncoders {
  /** What is added to the score of a head between a query's and a key's place. */
  private interface Bias {
    double at(int head, int query, int key);
  }

  private PlainEncoders() {}

  static double[] clip(WeightStore weights, ClipConfig config, long[] ids) {
    double eps = config.layerNormEps();
    Matrix tokens =
        Matrix.of(weights.read(ClipConfig.PREFIX + "embeddings.token_embedding.weight"));
    Matrix x =
        pick(tokens, ids)
            .plus(
                Matrix.of(
                    weights.read(ClipConfig.PREFIX + "embeddings.position_embedding.weight")));
    DoubleUnaryOperator activation =
        config.quickGelu() ? v -> v / (1 + Math.exp(-1.702 * v)) : PlainEncoders::geluErf;
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String layer = ClipConfig.PREFIX + "encoder.layers." + i + ".";
      Matrix y = layerNorm(weights, layer + "layer_norm1", x, eps);
      Matrix out =
          attention(
              linear(weights, layer + "self_attn.q_proj", y),
              linear(weights, layer + "self_attn.k_proj", y),
              linear(weights, layer + "self_attn.v_proj", y),
              config.numAttentionHeads(),
              1 / Math.sqrt(config.headDim()),
              (head, query, key) -> key > query ? Double.NEGATIVE_INFINITY : 0);
      x = x.plus(linear(weights, layer + "self_attn.out_proj", out));
      y = layerNorm(weights, layer + "layer_norm2", x, eps);
      y = linear(weights, layer + "mlp.fc1", y).map(activation);
      x = x.plus(linear(weights, layer + "mlp.fc2", y));
    }
    int end = 0;
    for (int i = 1; i < ids.length; i++) {
      end = ids[i] > ids[end] ? i : end;
    }
    return layerNorm(weights, ClipConfig.PREFIX + "final_layer_norm", x, eps).rows()[end];
  }

  static Matrix t5(WeightStore weights, T5Config config, long[] ids) {
    double eps = config.layerNormEpsilon();
    Matrix x = pick(Matrix.of(weights.read("shared.weight")), ids);
    String first = T5Network.BLOCKS + "0.layer.0.SelfAttention.relative_attention_bias.weight";
    double[][] bias = Matrix.of(weights.read(first)).rows();
    for (int i = 0; i < config.numLayers(); i++) {
      String layer = T5Network.BLOCKS + i + ".layer.";
      Matrix y = x.rmsNorm(vector(weights, layer + "0.layer_norm.weight"), eps);
      Matrix out =
          attention(
              linear(weights, layer + "0.SelfAttention.q", y),
              linear(weights, layer + "0.SelfAttention.k", y),
              linear(weights, layer + "0.SelfAttention.v", y),
              config.numHeads(),
              1,
              (head, query, key) -> bias[bucket(config, key - query)][head]);
      x = x.plus(linear(weights, layer + "0.SelfAttention.o", out));
      y = x.rmsNorm(vector(weights, layer + "1.layer_norm.weight"), eps);
      Matrix gate =
          linear(weights, layer + "1.DenseReluDense.wi_0", y).map(PlainEncoders::geluTanh);
      Matrix up = linear(weights, layer + "1.DenseReluDense.wi_1", y);
      x = x.plus(linear(weights, layer + "1.DenseReluDense.wo", gate.timesEach(up)));
    }
    return x.rmsNorm(vector(weights, "encoder.final_layer_norm.weight"), eps);
  }

  private static int bucket(T5Config config, int distance) {
    int half = config.relativeAttentionNumBuckets() / 2;
    int exact = half / 2;
    int far = Math.abs(distance);
    double octaves =
        Math.log((double) far / exact)
            / Math.log((double) config.relativeAttentionMaxDistance() / exact);
    // A hair above the boundary, where float32 rounds up to it.
    int kind = far < exact ? far : exact + (int) (octaves * (half - exact) + 1e-6);
    return (distance > 0 ? half : 0) + Math.min(kind, half - 1);
  }

  private static Matrix attention(
      Matrix q, Matrix k, Matrix v, int heads, double scale, Bias bias) {
    int length = q.rows().length;
    int width = q.width() / heads;
    double[][] out = new double[length][q.width()];
    for (int h = 0; h < heads; h++) {
      for (int s = 0; s < length; s++) {
        double[] weights = new double[length];
        double sum = 0;
        for (int t = 0; t < length; t++) {
          double score = 0;
          for (int d = h * width; d < (h + 1) * width; d++) {
            score += q.rows()[s][d] * k.rows()[t][d];
          }
          weights[t] = Math.exp(score * scale + bias.at(h, s, t));
          sum += weights[t];
        }
        for (int t = 0; t < length; t++) {
          for (int d = h * width; d < (h + 1) * width; d++) {
            out[s][d] += weights[t] / sum * v.rows()[t][d];
          }
        }
      }
    }
    return new Matrix(out);
  }

  private static Matrix pick(Matrix table, long[] ids) {
    double[][] rows = new double[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = table.rows()[(int) ids[i]];
    }
    return new Matrix(rows);
  }

  private static double geluTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  // x times the normal distribution's integral, by Simpson's rule.
  private static double geluErf(double x) {
    int steps = 2000;
    double width = x / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double at = i * width;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-at * at / 2);
    }
    return x * (0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI));
  }

  private static Matrix linear(WeightStore weights, String name, Matrix x) {
    Matrix y = x.times(Matrix.of(weights.read(name + ".weight")));
    return weights.has(name + ".bias") ? y.plus(vector(weights, name + ".bias")) : y;
  }

  private static Matrix layerNorm(WeightStore weights, String name, Matrix x, double eps) {
    return x.layerNorm(vector(weights, name + ".weight"), vector(weights, name + ".bias"), eps);
  }

  private static double[] vector(WeightStore weights, String name) {
    return Matrix.vector(weights.read(name));
  }
}
