package org.nexusgen.engine.pytorch;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSettings;

/** The optimizer in double precision, written from the formulas of its documentation. */
final class PlainAdamW {
  private final TrainingSettings settings;
  private final Map<String, double[]> weights = new HashMap<>();
  private final Map<String, double[]> first = new HashMap<>();
  private final Map<String, double[]> second = new HashMap<>();
  private final Map<String, double[]> averages = new HashMap<>();
  private int updates;

  PlainAdamW(TrainingSettings settings, Map<String, Tensor> start) {
    this.settings = settings;
    start.forEach(
        (name, tensor) -> {
          weights.put(name, doubles(tensor));
          averages.put(name, doubles(tensor));
          first.put(name, new double[doubles(tensor).length]);
          second.put(name, new double[doubles(tensor).length]);
        });
  }

  static double[] doubles(Tensor tensor) {
    float[] floats = tensor.floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  Map<String, double[]> weights() {
    return weights;
  }

  Map<String, double[]> averages() {
    return averages;
  }

  /** Returns the norm before clipping. */
  double update(Map<String, Tensor> gradients, double learningRate) {
    updates++;
    double sum = 0;
    for (Tensor gradient : gradients.values()) {
      for (double g : doubles(gradient)) {
        sum += g * g;
      }
    }
    double norm = Math.sqrt(sum);
    double clip = settings.clipNorm() == 0 ? 1 : Math.min(1, settings.clipNorm() / (norm + 1e-6));
    gradients.forEach((name, gradient) -> update(name, doubles(gradient), clip, learningRate));
    return norm;
  }

  private void update(String name, double[] gradient, double clip, double learningRate) {
    AdamW o = settings.optimizer();
    double decay = o.undecayed().contains(name) ? 0 : o.weightDecay();
    double[] w = weights.get(name);
    double[] m = first.get(name);
    double[] v = second.get(name);
    double[] a = averages.get(name);
    for (int i = 0; i < w.length; i++) {
      double g = gradient[i] * clip;
      w[i] -= learningRate * decay * w[i];
      m[i] = o.beta1() * m[i] + (1 - o.beta1()) * g;
      v[i] = o.beta2() * v[i] + (1 - o.beta2()) * g * g;
      double unbiasedFirst = m[i] / (1 - Math.pow(o.beta1(), updates));
      double unbiasedSecond = v[i] / (1 - Math.pow(o.beta2(), updates));
      w[i] -= learningRate * unbiasedFirst / (Math.sqrt(unbiasedSecond) + o.epsilon());
      a[i] = settings.averageDecay() * a[i] + (1 - settings.averageDecay()) * w[i];
    }
  }
}
