package org.nexusgen.api.graph;

/**
 * Size of one axis of a graph's value: fixed when the graph is built, or a symbol that a run binds.
 * A sum of symbols is a symbol again ({@code past+rows}).
 */
public sealed interface Dim {
  /** A size that is known. */
  record Fixed(long size) implements Dim {
    public Fixed {
      if (size < 0) {
        throw new IllegalArgumentException("negative size " + size);
      }
    }

    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /** A size that is known at run time; equal names mean equal sizes. */
  record Symbol(String name) implements Dim {
    @Override
    public String toString() {
      return name;
    }
  }

  static Dim of(long size) {
    return new Fixed(size);
  }

  static Dim of(String symbol) {
    return new Symbol(symbol);
  }
}
