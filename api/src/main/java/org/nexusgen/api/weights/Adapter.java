package org.nexusgen.api.weights;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

/**
 * Low-rank additions to weights (LoRA, Hu et al. 2021, arXiv 2106.09685): an adapted W becomes
 * {@code W + alpha / rank · B A}.
 *
 * @param sets whose weights may be meant: both decoders have transformers with equal names
 * @param rank rows of A and columns of B
 * @param alpha strength
 * @param factors by the canonical name of the weight that they are added to
 */
public record Adapter(Set<WeightSet> sets, int rank, double alpha, Map<String, Factors> factors) {
  public Adapter {
    sets = Set.copyOf(sets);
    factors = Map.copyOf(factors);
    if (rank < 1 || !Double.isFinite(alpha)) {
      throw new BadInputException(
          "adapter of rank %d and alpha %s: wants a rank of 1 or more and a number"
              .formatted(rank, alpha));
    }
    int wanted = rank;
    factors.forEach(
        (name, pair) -> {
          if (pair.a().shape().dim(0) != wanted) {
            throw new BadInputException(
                "adapter of rank %d: A of '%s' has shape %s"
                    .formatted(wanted, name, pair.a().shape()));
          }
        });
  }

  /** What B A is multiplied with. */
  public double factor() {
    return alpha / rank;
  }

  /**
   * The two thin matrices of a weight [out, in].
   *
   * @param a [rank, in]
   * @param b [out, rank]
   */
  public record Factors(Tensor a, Tensor b) {
    public Factors {
      if (a.shape().rank() != 2
          || b.shape().rank() != 2
          || a.shape().dim(0) != b.shape().dim(1)
          || !a.dtype().isFloat()
          || !b.dtype().isFloat()) {
        throw new BadInputException(
            "adapter: A is %s, B is %s; wants real numbers, [rank,in] and [out,rank]"
                .formatted(a, b));
      }
    }
  }
}
