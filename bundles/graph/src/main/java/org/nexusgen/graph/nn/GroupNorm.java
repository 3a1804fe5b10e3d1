package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.number;

import java.util.Map;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;

/**
 * Normalization of [B,C,H,W] over groups of channels (Wu and He 2018); weights {@code weight} and
 * {@code bias} [C].
 */
public final class GroupNorm implements Layer {
  private final Scope scope;
  private final long groups;
  private final long channels;
  private final double eps;

  private GroupNorm(Scope scope, long groups, long channels, double eps) {
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException(
          "layer '%s' (GroupNorm): %d channels do not divide in %d groups"
              .formatted(scope.layer(), channels, groups));
    }
    this.scope = scope;
    this.groups = groups;
    this.channels = channels;
    this.eps = eps;
  }

  public static GroupNorm of(Scope scope, long groups, long channels, double eps) {
    return new GroupNorm(scope, groups, channels, eps);
  }

  /** [B,C,H,W] → the same shape. */
  @Override
  public Value apply(Value x) {
    Widths.require(scope, "GroupNorm", x, 1, channels);
    return scope
        .builder()
        .node(
            "GroupNormalization",
            Map.of("num_groups", integer(groups), "epsilon", number(eps)),
            x,
            scope.weight("weight", channels),
            scope.weight("bias", channels));
  }
}
