package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.number;

import java.util.Map;
import org.nexusgen.graph.Value;

/** y = x / √(mean(x²) + eps) · weight over the last axis (Zhang and Sennrich 2019, eq. 4). */
public final class RmsNorm implements Layer {
  private final Scope scope;
  private final long width;
  private final double eps;

  private RmsNorm(Scope scope, long width, double eps) {
    this.scope = scope;
    this.width = width;
    this.eps = eps;
  }

  public static RmsNorm of(Scope scope, long width, double eps) {
    return new RmsNorm(scope, width, eps);
  }

  /** [..., width] → the same shape. */
  @Override
  public Value apply(Value x) {
    Widths.require(scope, "RmsNorm", x, -1, width);
    return scope
        .builder()
        .node(
            "RMSNormalization",
            Map.of("axis", integer(-1), "epsilon", number(eps)),
            x,
            scope.weight("weight", width));
  }
}
