package org.nexusgen.engine.pytorch.script;

/**
 * AdamW over whole vectors, in the order and with the operators of {@code torch.optim.AdamW} (2.13,
 * {@code _single_tensor_adamw}), so that a parameter gets the same bits.
 */
public final class OptimizerScript {
  private static final String TEXT =
      """
        def norm(self: __torch__.M, t: List[Tensor], s: List[float]) -> float:
          rows = torch.view(t[1], [-1, %d])
          sums = torch.linalg_vector_norm(rows, 2, [1])
          return float(torch.linalg_vector_norm(sums, 2))
        def update(self: __torch__.M, t: List[Tensor], s: List[float]) -> float:
          weights = t[0]
          gradients = t[1]
          first = t[2]
          second = t[3]
          if s[0] != 1.0:
            torch.mul_(gradients, s[0])
          if s[2] != 1.0:
            torch.mul_(torch.slice(weights, 0, 0, int(s[1]), 1), s[2])
          torch.lerp_(first, gradients, s[3])
          torch.addcmul_(torch.mul_(second, s[4]), gradients, gradients, value=1.0 - s[4])
          roots = torch.add_(torch.div_(torch.sqrt(second), s[5]), s[6])
          torch.addcdiv_(weights, first, roots, value=s[7])
          if s[8] != 0.0:
            torch.lerp_(t[4], weights, s[8])
          torch.zero_(gradients)
          return 0.0
      """
          .formatted(FlatWeights.ROW);

  private OptimizerScript() {}

  /**
   * The functions {@code norm} and {@code update} of weights, gradients, first and second moments
   * and, if any, the average; {@code update} takes {@link Step} besides.
   */
  public static String text() {
    return TEXT;
  }

  /**
   * Numbers of one update.
   *
   * @param clip factor of the gradients
   * @param decayed how many weights decay
   * @param decay factor of those
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param root of the second moment's bias correction
   * @param epsilon added to the root of the second moment
   * @param size of the step
   * @param average part of the new weights in their average; 0 for none
   */
  public record Step(
      double clip,
      long decayed,
      double decay,
      double beta1,
      double beta2,
      double root,
      double epsilon,
      double size,
      double average) {
    /** In the order that the script reads. */
    public double[] numbers() {
      return new double[] {clip, decayed, decay, 1 - beta1, beta2, root, epsilon, -size, average};
    }
  }
}
