package org.nexusgen.api.train;

import java.util.Set;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), in PyTorch's arithmetic: {@code w
 * -= lr·decay·w}, then {@code w -= lr/(1-β1^t) · m / (sqrt(v)/sqrt(1-β2^t) + ε)}.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay of the weights that decay
 * @param undecayed weights without decay: biases and norms, as in the Hugging Face trainer
 */
public record AdamW(
    double beta1, double beta2, double epsilon, double weightDecay, Set<String> undecayed) {
  public AdamW {
    undecayed = Set.copyOf(undecayed);
    TrainingSettings.check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "0 to below 1");
    TrainingSettings.check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "0 to below 1");
    TrainingSettings.check(epsilon >= 0, "epsilon", epsilon, "0 or more");
    TrainingSettings.check(weightDecay >= 0, "weightDecay", weightDecay, "0 or more");
  }
}
