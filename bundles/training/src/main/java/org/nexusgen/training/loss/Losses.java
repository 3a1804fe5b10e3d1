package org.nexusgen.training.loss;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.div;
import static org.nexusgen.graph.Ops.equal;
import static org.nexusgen.graph.Ops.exp;
import static org.nexusgen.graph.Ops.log;
import static org.nexusgen.graph.Ops.max;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.neg;
import static org.nexusgen.graph.Ops.range;
import static org.nexusgen.graph.Ops.reduceMax;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.reduceSum;
import static org.nexusgen.graph.Ops.sqrt;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Value;

/** Errors of rows, [n,…] → [n], and their weighted mean, in standard operators. */
public final class Losses {
  /** The ε of PyTorch's {@code cosine_similarity}: shorter vectors count as this long. */
  private static final double SHORTEST = 1e-8;

  private Losses() {}

  /**
   * −log softmax(scores)[label].
   *
   * @param scores [n,classes]
   * @param labels I64 [n]
   */
  public static Value crossEntropy(Value scores, Value labels) {
    Value largest = reduceMax(scores, true, 1);
    Value shifted = sub(scores, largest); // so that no exponential overflows
    Value logSum = log(reduceSum(exp(shifted), false, 1));
    Value classes = unsqueeze(range(scores.builder(), scores.dim(1)), 0); // (1, classes)
    Value chosen = cast(equal(unsqueeze(labels, 1), classes), DType.F32); // (n, classes)
    return sub(logSum, reduceSum(mul(shifted, chosen), false, 1));
  }

  /** Mean over a row's elements of the squared difference. */
  public static Value squaredError(Value predicted, Value wanted) {
    Value difference = sub(predicted, wanted);
    return reduceMean(mul(difference, difference), false, 1);
  }

  /** 1 − cosine of the angle between two rows. */
  public static Value cosineDistance(Value predicted, Value wanted) {
    Value product = reduceSum(mul(predicted, wanted), false, 1);
    Value cosine = div(product, mul(length(predicted), length(wanted)));
    return add(neg(cosine), 1);
  }

  // The smallest is taken before the root, whose slope at 0 is infinite.
  private static Value length(Value rows) {
    Value squares = reduceSum(mul(rows, rows), false, 1);
    return sqrt(max(squares, rows.builder().constant(SHORTEST * SHORTEST)));
  }

  /** Σ weight · error / Σ weight, a scalar; 0 if there are no rows or all weights are 0. */
  public static Value mean(Value errors, Value weights) {
    Value total = reduceSum(weights, false, 0);
    Value none = cast(equal(total, total.builder().constant(0)), DType.F32);
    return div(reduceSum(mul(errors, weights), false, 0), add(total, none));
  }
}
