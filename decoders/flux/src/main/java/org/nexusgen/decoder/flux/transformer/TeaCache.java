package org.nexusgen.decoder.flux.transformer;

import java.util.Optional;
import org.nexusgen.api.tensor.ResidentTensor;

/**
 * Decides which transformer calls can reuse the last computed residual (Liu et al. 2024, "Timestep
 * Embedding Tells: It's Time to Cache for Video Diffusion Model"; the reference's TeaCache class).
 * The input's change since the last call, rescaled by a polynomial that was fitted to FLUX, piles
 * up; while the pile is below the threshold the call is skipped. First and last call are always
 * computed. Not thread-safe: the state of one run. Whoever made it closes it.
 */
public final class TeaCache implements AutoCloseable {
  /** Fitted to FLUX.1-dev, highest power first. */
  private static final double[] RESCALE = {
    4.98651651e+02, -2.83781631e+02, 5.58558382e+01, -3.82021401e+00, 2.64230861e-01
  };

  private final double threshold;
  private final int calls;
  private int call;
  private double accumulated;
  private float[] lastInput = {};
  private Optional<ResidentTensor> residual = Optional.empty();

  /**
   * @param threshold below which the piled-up change counts as none
   * @param calls after which the counter starts anew: the steps of the run
   */
  public TeaCache(double threshold, int calls) {
    this.threshold = threshold;
    this.calls = calls;
  }

  /**
   * Counts a call and says what to reuse for it.
   *
   * @param input of the first block, modulated
   * @return the last computed call's residual, or empty if this one must be computed
   */
  Optional<ResidentTensor> next(float[] input) {
    boolean border = call == 0 || call == calls - 1;
    if (!border) {
      accumulated += rescale(change(input));
    }
    boolean skip = !border && accumulated < threshold;
    if (!skip) {
      accumulated = 0;
    }
    lastInput = input;
    call = (call + 1) % calls;
    return skip ? residual : Optional.empty();
  }

  /** Takes a computed call's residual over. */
  void keep(ResidentTensor computed) {
    close();
    residual = Optional.of(computed);
  }

  /** The pile after the last call. */
  double accumulated() {
    return accumulated;
  }

  private double change(float[] input) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < input.length; i++) {
      difference += Math.abs(input[i] - lastInput[i]);
      size += Math.abs(lastInput[i]);
    }
    return difference / size;
  }

  private static double rescale(double change) {
    double value = 0;
    for (double coefficient : RESCALE) {
      value = value * change + coefficient;
    }
    return value;
  }

  @Override
  public void close() {
    residual.ifPresent(ResidentTensor::close);
    residual = Optional.empty();
  }
}
