package org.nexusgen.backbone.qwen;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightStore;

/**
 * The decoder in plain double arithmetic, a sequence at a time without a cache: written from the
 * formulas (spec of Qwen2 and M-RoPE), not from {@link QwenNetwork}.
 */
final class PlainQwen {
  private final QwenBackboneConfig config;
  private final WeightStore weights;

  PlainQwen(QwenBackboneConfig config, WeightStore weights) {
    this.config = config;
    this.weights = weights;
  }

  /** Normed hidden states of all rows. */
  double[][] hidden(List<double[]> embeddings, List<Position> positions) {
    double[][] x = embeddings.stream().map(double[]::clone).toArray(double[][]::new);
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      String name = "model.layers." + layer + ".";
      attend(x, positions, name);
      for (double[] row : x) {
        double[] y = norm(row, name + "post_attention_layernorm.weight");
        double[] gate = linear(y, name + "mlp.gate_proj");
        double[] up = linear(y, name + "mlp.up_proj");
        for (int i = 0; i < gate.length; i++) {
          gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        addTo(row, linear(gate, name + "mlp.down_proj"));
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = norm(x[i], "model.norm.weight");
    }
    return x;
  }

  private void attend(double[][] x, List<Position> positions, String name) {
    int headDim = config.headDim();
    int group = config.numAttentionHeads() / config.numKeyValueHeads();
    List<double[]> keys = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int at = 0; at < x.length; at++) {
      double[] y = norm(x[at], name + "input_layernorm.weight");
      double[] query = linear(y, name + "self_attn.q_proj");
      double[] key = linear(y, name + "self_attn.k_proj");
      rotate(query, positions.get(at));
      rotate(key, positions.get(at));
      keys.add(key);
      values.add(linear(y, name + "self_attn.v_proj"));
      double[] gathered = new double[query.length];
      for (int head = 0; head < config.numAttentionHeads(); head++) {
        int keyHead = head / group;
        double[] weight = new double[at + 1];
        double sum = 0;
        for (int t = 0; t <= at; t++) {
          double dot = 0;
          for (int d = 0; d < headDim; d++) {
            dot += query[head * headDim + d] * keys.get(t)[keyHead * headDim + d];
          }
          weight[t] = Math.exp(dot / Math.sqrt(headDim));
          sum += weight[t];
        }
        for (int t = 0; t <= at; t++) {
          for (int d = 0; d < headDim; d++) {
            gathered[head * headDim + d] += weight[t] / sum * values.get(t)[keyHead * headDim + d];
          }
        }
      }
      addTo(x[at], linear(gathered, name + "self_attn.o_proj"));
    }
  }

  /** Pairs (i, i + D/2) turn by the angle of the axis that frequency i belongs to. */
  private void rotate(double[] heads, Position position) {
    int half = config.headDim() / 2;
    for (int start = 0; start < heads.length; start += config.headDim()) {
      for (int i = 0; i < half; i++) {
        int axis;
        if (i < config.mropeSection().get(0)) {
          axis = position.time();
        } else if (i < config.mropeSection().get(0) + config.mropeSection().get(1)) {
          axis = position.height();
        } else {
          axis = position.width();
        }
        double angle = axis * Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
        double a = heads[start + i];
        double b = heads[start + half + i];
        heads[start + i] = a * Math.cos(angle) - b * Math.sin(angle);
        heads[start + half + i] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
  }

  private double[] norm(double[] x, String weight) {
    float[] scale = weights.read(weight).floats();
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double factor = 1 / Math.sqrt(squares / x.length + config.rmsNormEps());
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * factor * scale[i];
    }
    return y;
  }

  /** With its bias, if it has one. */
  double[] linear(double[] x, String name) {
    float[] matrix = weights.read(name + ".weight").floats();
    Shape shape = weights.entry(name + ".weight").shape();
    double[] y = new double[shape.size(0)];
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += matrix[o * x.length + i] * x[i];
      }
    }
    if (weights.has(name + ".bias")) {
      float[] bias = weights.read(name + ".bias").floats();
      for (int o = 0; o < y.length; o++) {
        y[o] += bias[o];
      }
    }
    return y;
  }

  private static void addTo(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += y[i];
    }
  }
}
