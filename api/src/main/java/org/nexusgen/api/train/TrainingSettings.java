package org.nexusgen.api.train;

import java.util.Set;

/**
 * How a graph is trained.
 *
 * @param threads threads of one operator; 0 lets the engine choose
 * @param loss name of the output that is made small
 * @param frozen weights that stay as they are and get no gradient
 * @param optimizer how gradients move weights
 * @param clipNorm largest norm of all gradients together, larger ones are scaled down to it; 0
 *     switches clipping off
 * @param averageDecay of the exponential moving average of the weights, such as 0.999; 0 switches
 *     it off
 */
public record TrainingSettings(
    int threads,
    String loss,
    Set<String> frozen,
    AdamW optimizer,
    double clipNorm,
    double averageDecay) {
  public TrainingSettings {
    frozen = Set.copyOf(frozen);
    check(threads >= 0, "threads", threads, "0 or more");
    check(clipNorm >= 0, "clipNorm", clipNorm, "0 or more");
    check(averageDecay >= 0 && averageDecay < 1, "averageDecay", averageDecay, "0 to below 1");
  }

  static void check(boolean right, String what, Object got, String wanted) {
    if (!right) {
      throw new IllegalArgumentException("%s: got %s, wants %s".formatted(what, got, wanted));
    }
  }
}
