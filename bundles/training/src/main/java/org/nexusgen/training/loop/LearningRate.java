package org.nexusgen.training.loop;

/** A learning rate that depends on the step, counted from 0. */
public sealed interface LearningRate {
  /**
   * The rate of one step.
   *
   * @param step from 0
   * @param steps how many there will be
   */
  double at(long step, long steps);

  /**
   * Linear warm-up, then the same rate: the reference's {@code LambdaLR(step -> min(step, warmup) /
   * warmup)}; the first of its steps has rate 0.
   */
  record Constant(double peak, long warmUp) implements LearningRate {
    @Override
    public double at(long step, long steps) {
      return peak * warmedUp(step, warmUp);
    }
  }

  /**
   * Linear warm-up, then half a cosine down to a floor: transformers' {@code
   * get_cosine_schedule_with_warmup}, and {@code cosine_with_min_lr} where the floor is not 0.
   *
   * @param floor share of the peak at the end
   */
  record Cosine(double peak, long warmUp, double floor) implements LearningRate {
    @Override
    public double at(long step, long steps) {
      if (step < warmUp) {
        return peak * warmedUp(step, warmUp);
      }
      double progress = (double) (step - warmUp) / Math.max(1, steps - warmUp);
      double factor = Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
      return peak * (factor * (1 - floor) + floor);
    }
  }

  private static double warmedUp(long step, long warmUp) {
    return step < warmUp ? (double) step / Math.max(1, warmUp) : 1;
  }
}
