package org.nexusgen.encoder.qwen;

/**
 * The vision tower in float64 and plain loops, in raster order and without windows as such: two
 * patches see each other if their windows are the same one. Shares no code with the product.
 */
final class PlainVisionTower {
  private final QwenVisionConfig config;
  private final RandomWeights weights;
  private final int height;
  private final int width;

  PlainVisionTower(QwenVisionConfig config, RandomWeights weights, int height, int width) {
    this.config = config;
    this.weights = weights;
    this.height = height;
    this.width = width;
  }

  /**
   * @param pixels a row a patch, plain raster order over the image
   * @return a row an embedding, raster order
   */
  double[][] encode(double[][] pixels) {
    double[][] x = new double[pixels.length][];
    for (int p = 0; p < x.length; p++) {
      x[p] = matrix(pixels[p], "patch_embed.proj.weight", config.hiddenSize());
    }
    for (int block = 0; block < config.depth(); block++) {
      x = block(x, "blocks." + block + ".", config.fullattBlockIndexes().contains(block));
    }
    int merge = config.spatialMergeSize();
    double[][] out = new double[height / merge * (width / merge)][];
    for (int token = 0; token < out.length; token++) {
      int row = token / (width / merge) * merge;
      int column = token % (width / merge) * merge;
      double[] side = new double[config.hiddenSize() * merge * merge];
      for (int i = 0; i < merge * merge; i++) {
        double[] patch = norm(x[(row + i / merge) * width + column + i % merge], "merger.ln_q");
        System.arraycopy(patch, 0, side, i * patch.length, patch.length);
      }
      double[] inner = linear(side, "merger.mlp.0", side.length);
      for (int i = 0; i < inner.length; i++) {
        inner[i] *= 0.5 * (1 + erf(inner[i] / Math.sqrt(2)));
      }
      out[token] = linear(inner, "merger.mlp.2", config.outHiddenSize());
    }
    return out;
  }

  private double[][] block(double[][] x, String name, boolean whole) {
    int c = config.hiddenSize();
    int heads = config.numHeads();
    int d = c / heads;
    double[][] qkv = new double[x.length][];
    for (int p = 0; p < x.length; p++) {
      qkv[p] = linear(norm(x[p], name + "norm1"), name + "attn.qkv", 3 * c);
      for (int head = 0; head < 2 * heads; head++) {
        rotate(qkv[p], head * d, d, p / width, p % width);
      }
    }
    double[][] y = new double[x.length][];
    for (int p = 0; p < x.length; p++) {
      double[] seen = new double[c];
      for (int head = 0; head < heads; head++) {
        attend(qkv, p, head * d, d, whole, seen);
      }
      y[p] = sum(x[p], linear(seen, name + "attn.proj", c));
      double[] normed = norm(y[p], name + "norm2");
      double[] gate = linear(normed, name + "mlp.gate_proj", config.intermediateSize());
      double[] up = linear(normed, name + "mlp.up_proj", config.intermediateSize());
      for (int i = 0; i < gate.length; i++) {
        gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
      }
      y[p] = sum(y[p], linear(gate, name + "mlp.down_proj", c));
    }
    return y;
  }

  private void attend(double[][] qkv, int p, int at, int d, boolean whole, double[] seen) {
    int c = config.hiddenSize();
    double[] scores = new double[qkv.length];
    double total = 0;
    for (int other = 0; other < qkv.length; other++) {
      if (whole || window(p) == window(other)) {
        double score = 0;
        for (int i = 0; i < d; i++) {
          score += qkv[p][at + i] * qkv[other][c + at + i];
        }
        scores[other] = Math.exp(score / Math.sqrt(d));
        total += scores[other];
      }
    }
    for (int other = 0; other < qkv.length; other++) {
      for (int i = 0; i < d; i++) {
        seen[at + i] += scores[other] / total * qkv[other][2 * c + at + i];
      }
    }
  }

  private int window(int patch) {
    int side =
        config.windowSize()
            / config.patchSize()
            / config.spatialMergeSize()
            * config.spatialMergeSize();
    return patch / width / side * width + patch % width / side;
  }

  private void rotate(double[] values, int at, int d, int row, int column) {
    for (int i = 0; i < d / 2; i++) {
      int j = i % (d / 4);
      double angle = (i < d / 4 ? row : column) * Math.pow(10_000, -2.0 * j / (d / 2));
      double a = values[at + i];
      double b = values[at + d / 2 + i];
      values[at + i] = a * Math.cos(angle) - b * Math.sin(angle);
      values[at + d / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
    }
  }

  private double[] norm(double[] x, String name) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double[] weight = weights.doubles("visual." + name + ".weight");
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] / Math.sqrt(squares / x.length + 1e-6) * weight[i];
    }
    return y;
  }

  private double[] linear(double[] x, String name, int out) {
    return sum(matrix(x, name + ".weight", out), weights.doubles("visual." + name + ".bias"));
  }

  private double[] matrix(double[] x, String name, int out) {
    double[] weight = weights.doubles("visual." + name);
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /** By its power series; the arguments here are small. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
