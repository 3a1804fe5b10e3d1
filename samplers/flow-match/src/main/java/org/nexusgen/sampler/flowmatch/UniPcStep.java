package org.nexusgen.sampler.flowmatch;

import java.util.Arrays;
import org.nexusgen.sampler.flowmatch.DataPredictions.Prediction;

/**
 * The predictor and the corrector of UniPC, between the level of the newest prediction of the data
 * and another one. Both are the first-order step of the exponential integrator plus a weighted sum
 * of differences of predictions; the weights rho solve {@code R rho = b} (paper, equation 10).
 */
final class UniPcStep {
  private final float[] base;
  private final DataPredictions history;
  private final int order;
  private final float ratio;
  private final float phi1;
  private final float alpha;
  private final double[] rs;
  private final double[] b;

  private UniPcStep(float[] base, DataPredictions history, int order, float sigma) {
    this.base = base;
    this.history = history;
    this.order = order;
    Prediction now = history.get(0);
    float h = DataPredictions.lambda(sigma) - now.lambda();
    ratio = sigma / now.sigma();
    alpha = 1f - sigma;
    phi1 = (float) Math.expm1(-h);
    rs = new double[order];
    for (int k = 1; k < order; k++) {
      rs[k - 1] = (history.get(k).lambda() - now.lambda()) / h;
    }
    rs[order - 1] = 1;
    b = rightHandSide(-h, phi1, order);
  }

  /** From the corrected latents at the newest prediction's level to {@code sigma}. */
  static float[] predict(float[] x, DataPredictions history, int order, float sigma) {
    UniPcStep step = new UniPcStep(x, history, order, sigma);
    // Paper, appendix: with one difference the weight 1/2 is accurate enough and needs no solving.
    double[] rhos = order == 2 ? new double[] {0.5} : step.weights(order - 1);
    return step.combine(rhos, new float[0]);
  }

  /**
   * The step to {@code sigma} again, now that the data prediction there is known.
   *
   * @param x corrected latents where the step began
   * @param history without the new prediction
   */
  static float[] correct(float[] x, DataPredictions history, float[] data, int order, float sigma) {
    UniPcStep step = new UniPcStep(x, history, order, sigma);
    double[] rhos = order == 1 ? new double[] {0.5} : step.weights(order);
    return step.combine(rhos, data);
  }

  // b_i = i! * phi_{i+1}(hh) / B(hh), phi_{k+1} = phi_k / hh - 1 / k!
  private static double[] rightHandSide(float hh, float phi1, int order) {
    double[] b = new double[order];
    float phiK = phi1 / hh - 1f;
    float factorial = 1f;
    for (int i = 1; i <= order; i++) {
      b[i - 1] = phiK * factorial / phi1;
      factorial *= i + 1;
      phiK = phiK / hh - 1f / factorial;
    }
    return b;
  }

  // Rows of R are powers of the relative step lengths.
  private double[] weights(int count) {
    double[][] r = new double[count][count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        r[row][column] = Math.pow(rs[column], row);
      }
    }
    return SmallSystem.solve(r, Arrays.copyOf(b, count));
  }

  // target: the data prediction at the end of the step, or nothing for the predictor.
  private float[] combine(double[] rhos, float[] target) {
    float[] now = history.get(0).data();
    float[] next = new float[base.length];
    float dataFactor = alpha * phi1;
    for (int i = 0; i < next.length; i++) {
      float residual = 0;
      for (int k = 1; k < order; k++) {
        float difference = (history.get(k).data()[i] - now[i]) / (float) rs[k - 1];
        residual += (float) rhos[k - 1] * difference;
      }
      if (target.length > 0) {
        residual += (float) rhos[order - 1] * (target[i] - now[i]);
      }
      next[i] = ratio * base[i] - dataFactor * now[i] - dataFactor * residual;
    }
    return next;
  }
}
