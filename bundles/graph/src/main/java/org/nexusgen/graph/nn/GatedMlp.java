package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.silu;

import org.nexusgen.graph.Value;

/**
 * y = down(silu(gate(x)) · up(x)): SwiGLU (Shazeer 2020); weights {@code gate_proj}, {@code
 * up_proj} [inner,width] and {@code down_proj} [width,inner].
 */
public final class GatedMlp implements Layer {
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  private GatedMlp(Scope scope, long width, long inner, boolean bias) {
    gate = Linear.of(scope.at("gate_proj"), width, inner, bias);
    up = Linear.of(scope.at("up_proj"), width, inner, bias);
    down = Linear.of(scope.at("down_proj"), inner, width, bias);
  }

  public static GatedMlp of(Scope scope, long width, long inner, boolean bias) {
    return new GatedMlp(scope, width, inner, bias);
  }

  /** [..., width] → the same shape. */
  @Override
  public Value apply(Value x) {
    return down.apply(mul(silu(gate.apply(x)), up.apply(x)));
  }
}
