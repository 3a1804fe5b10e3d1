package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.transpose;

import org.nexusgen.graph.Value;

/**
 * y = x Wᵀ + b over the last axis; weights {@code weight} [out,in] and, if any, {@code bias} [out].
 *
 * <p>Written as Transpose and MatMul, the pair that engines know to rewrite for mapped or quantized
 * weights.
 */
public final class Linear implements Layer {
  private final Scope scope;
  private final long in;
  private final long out;
  private final boolean bias;

  private Linear(Scope scope, long in, long out, boolean bias) {
    this.scope = scope;
    this.in = in;
    this.out = out;
    this.bias = bias;
  }

  public static Linear of(Scope scope, long in, long out, boolean bias) {
    return new Linear(scope, in, out, bias);
  }

  /** [..., in] → [..., out]. */
  @Override
  public Value apply(Value x) {
    Widths.require(scope, "Linear", x, -1, in);
    Value y = matmul(x, transpose(scope.weight("weight", out, in), 1, 0));
    return bias ? add(y, scope.weight("bias", out)) : y;
  }
}
