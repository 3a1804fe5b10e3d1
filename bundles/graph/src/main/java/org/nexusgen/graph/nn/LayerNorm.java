package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.number;

import java.util.Arrays;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.Value;

/**
 * y = (x − mean) / √(variance + eps) · weight + bias over the last axis (Ba et al. 2016); without
 * weight and bias if it is not affine.
 */
public final class LayerNorm implements Layer {
  private final Scope scope;
  private final long width;
  private final double eps;
  private final boolean affine;

  private LayerNorm(Scope scope, long width, double eps, boolean affine) {
    this.scope = scope;
    this.width = width;
    this.eps = eps;
    this.affine = affine;
  }

  public static LayerNorm of(Scope scope, long width, double eps, boolean affine) {
    return new LayerNorm(scope, width, eps, affine);
  }

  /** [..., width] → the same shape. */
  @Override
  public Value apply(Value x) {
    Widths.require(scope, "LayerNorm", x, -1, width);
    return affine
        ? normalize(x, scope.weight("weight", width), scope.weight("bias", width))
        : normalize(x, ones());
  }

  private Value normalize(Value... operands) {
    return scope
        .builder()
        .node("LayerNormalization", Map.of("axis", integer(-1), "epsilon", number(eps)), operands);
  }

  // The operator wants a scale.
  private Value ones() {
    float[] ones = new float[Math.toIntExact(width)];
    Arrays.fill(ones, 1f);
    return scope.builder().constant(Tensor.of(ones, width));
  }
}
