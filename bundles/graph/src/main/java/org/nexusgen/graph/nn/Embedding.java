package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.gather;

import org.nexusgen.graph.Value;

/** A table of vectors by number; weight {@code weight} [rows,width]. */
public final class Embedding implements Layer {
  private final Scope scope;
  private final long rows;
  private final long width;

  private Embedding(Scope scope, long rows, long width) {
    this.scope = scope;
    this.rows = rows;
    this.width = width;
  }

  public static Embedding of(Scope scope, long rows, long width) {
    return new Embedding(scope, rows, width);
  }

  /** Numbers [...] → vectors [..., width]. */
  @Override
  public Value apply(Value ids) {
    return gather(scope.weight("weight", rows, width), ids, 0);
  }
}
