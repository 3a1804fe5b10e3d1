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

  /**
   * Linear warm-up, then the same rate, then a line down to a floor: transformers' {@code
   * get_wsd_schedule} with linear decay.
   *
   * @param decay share of all steps in which it goes down
   * @param floor share of the peak at the end
   */
  record Stable(double peak, long warmUp, double decay, double floor) implements LearningRate {
    @Override
    public double at(long step, long steps) {
      double left = (double) (steps - step) / Math.max(1, Math.round(steps * decay));
      return peak * warmedUp(step, warmUp) * Math.max(floor, Math.min(1, left));
    }
  }

  /**
   * A part of the way of another rate, which goes on over several phases.
   *
   * @param whole way
   * @param offset steps before this part
   * @param total steps of the whole way
   */
  record Part(LearningRate whole, long offset, long total) implements LearningRate {
    @Override
    public double at(long step, long steps) {
      return whole.at(offset + step, total);
    }
  }

  private static double warmedUp(long step, long warmUp) {
    return step < warmUp ? (double) step / Math.max(1, warmUp) : 1;
  }
}
