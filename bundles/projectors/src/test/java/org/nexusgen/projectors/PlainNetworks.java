package org.nexusgen.projectors;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.plain.Matrix;

/** Both networks a second time, straight from the formulas. */
final class PlainNetworks {
  private PlainNetworks() {}

  static Matrix adapter(WeightStore weights, Matrix x) {
    x = linear(weights, "adapter.0", x);
    x = layerNorm(weights, "adapter.1", x).map(v -> Math.max(v, 0));
    return layerNorm(weights, "adapter.4", linear(weights, "adapter.3", x));
  }

  static Matrix merger(
      WeightStore weights, MergerConfig config, ImageGrid base, List<ImageEmbedding> pictures) {
    List<double[]> rows = new ArrayList<>();
    List<double[]> positions = new ArrayList<>();
    for (ImageEmbedding picture : pictures) {
      rows.addAll(List.of(Matrix.of(picture.values()).rows()));
      double patchRows = picture.rows() * config.spatialMergeSize();
      double patchColumns = picture.columns() * config.spatialMergeSize();
      for (int i = 0; i < picture.tokens(); i++) {
        double row = i / picture.columns() * base.height() / patchRows;
        double column = i % picture.columns() * base.width() / patchColumns;
        positions.add(new double[] {0, row, column});
      }
    }
    Matrix x = new Matrix(rows.toArray(double[][]::new));
    double eps = config.rmsNormEps();
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String layer = MergerConfig.PREFIX + "layers." + i + ".";
      Matrix y = rmsNorm(weights, layer + "input_layernorm", x, eps);
      x = x.plus(attention(weights, config, layer + "self_attn.", y, positions));
      y = rmsNorm(weights, layer + "post_attention_layernorm", x, eps);
      Matrix gate = linear(weights, layer + "mlp.gate_proj", y).map(PlainNetworks::silu);
      Matrix up = linear(weights, layer + "mlp.up_proj", y);
      x = x.plus(linear(weights, layer + "mlp.down_proj", gate.timesEach(up)));
    }
    String projector = MergerConfig.PREFIX + "projector.";
    x = linear(weights, projector + "1", rmsNorm(weights, projector + "0", x, eps));
    x = rmsNorm(weights, projector + "2", x, eps).map(PlainNetworks::silu);
    return rmsNorm(weights, projector + "5", linear(weights, projector + "4", x), eps);
  }

  private static Matrix attention(
      WeightStore weights, MergerConfig config, String name, Matrix x, List<double[]> positions) {
    Matrix q = linear(weights, name + "q_proj", x);
    Matrix k = linear(weights, name + "k_proj", x);
    Matrix v = linear(weights, name + "v_proj", x);
    int head = config.headDim();
    int group = config.numAttentionHeads() / config.numKeyValueHeads();
    int tokens = positions.size();
    double[][] out = new double[tokens][config.hiddenSize()];
    for (int h = 0; h < config.numAttentionHeads(); h++) {
      double[][] queries = rotated(config, q, h, positions);
      double[][] keys = rotated(config, k, h / group, positions);
      for (int s = 0; s < tokens; s++) {
        double[] scores = new double[tokens];
        double sum = 0;
        for (int t = 0; t < tokens; t++) {
          for (int d = 0; d < head; d++) {
            scores[t] += queries[s][d] * keys[t][d] / Math.sqrt(head);
          }
          scores[t] = Math.exp(scores[t]);
          sum += scores[t];
        }
        for (int t = 0; t < tokens; t++) {
          for (int d = 0; d < head; d++) {
            out[s][h * head + d] += scores[t] / sum * v.rows()[t][h / group * head + d];
          }
        }
      }
    }
    return linear(weights, name + "o_proj", new Matrix(out));
  }

  private static double[][] rotated(
      MergerConfig config, Matrix x, int headNumber, List<double[]> positions) {
    int head = config.headDim();
    double[][] rotated = new double[positions.size()][head];
    for (int token = 0; token < positions.size(); token++) {
      for (int i = 0; i < head / 2; i++) {
        int time = config.mropeSection().get(0);
        int axis = i < time ? 0 : i < time + config.mropeSection().get(1) ? 1 : 2;
        double angle = positions.get(token)[axis] * Math.pow(config.ropeTheta(), -2.0 * i / head);
        double a = x.rows()[token][headNumber * head + i];
        double b = x.rows()[token][headNumber * head + i + head / 2];
        rotated[token][i] = a * Math.cos(angle) - b * Math.sin(angle);
        rotated[token][i + head / 2] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
    return rotated;
  }

  private static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  private static Matrix linear(WeightStore weights, String name, Matrix x) {
    Matrix y = x.times(Matrix.of(weights.read(name + ".weight")));
    return weights.has(name + ".bias") ? y.plus(vector(weights, name + ".bias")) : y;
  }

  private static Matrix rmsNorm(WeightStore weights, String name, Matrix x, double eps) {
    return x.rmsNorm(vector(weights, name + ".weight"), eps);
  }

  private static Matrix layerNorm(WeightStore weights, String name, Matrix x) {
    return x.layerNorm(vector(weights, name + ".weight"), vector(weights, name + ".bias"), 1e-5);
  }

  private static double[] vector(WeightStore weights, String name) {
    return Matrix.vector(weights.read(name));
  }
}
