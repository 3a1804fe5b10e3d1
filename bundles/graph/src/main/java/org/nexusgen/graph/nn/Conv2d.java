package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.conv2d;

import org.nexusgen.graph.Value;

/**
 * Convolution of [B,in,H,W]; weights {@code weight} [out,in,k,k] and, if any, {@code bias} [out].
 */
public final class Conv2d implements Layer {
  private final Scope scope;
  private final long in;
  private final long out;
  private final long kernel;
  private final int stride;
  private final long[] padding;
  private final boolean bias;

  private Conv2d(
      Scope scope, long in, long out, long kernel, int stride, long[] padding, boolean bias) {
    this.scope = scope;
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding.clone();
    this.bias = bias;
  }

  /**
   * @param padding zeros above, left, below, right
   */
  public static Conv2d of(
      Scope scope, long in, long out, long kernel, int stride, long[] padding, boolean bias) {
    return new Conv2d(scope, in, out, kernel, stride, padding, bias);
  }

  /** With the same padding on all four sides, and a bias. */
  public static Conv2d of(Scope scope, long in, long out, long kernel, int stride, long padding) {
    return of(
        scope, in, out, kernel, stride, new long[] {padding, padding, padding, padding}, true);
  }

  /** [B,in,H,W] → [B,out,H',W']. */
  @Override
  public Value apply(Value x) {
    Widths.require(scope, "Conv2d", x, 1, in);
    Value weight = scope.weight("weight", out, in, kernel, kernel);
    return bias
        ? conv2d(x, weight, scope.weight("bias", out), stride, 1, padding)
        : conv2d(x, weight, stride, 1, padding);
  }
}
