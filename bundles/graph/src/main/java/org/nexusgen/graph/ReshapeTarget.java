package org.nexusgen.graph;

import org.nexusgen.api.graph.Dim;

/** The shape operand of a Reshape: constant where that is possible, else computed. */
final class ReshapeTarget {
  private ReshapeTarget() {}

  static Value of(Value x, Dim... dims) {
    long[] target = new long[dims.length];
    int open = 0;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] instanceof Dim.Fixed fixed) {
        target[i] = fixed.size();
      } else if (i < x.rank() && x.dim(i).equals(dims[i])) {
        target[i] = 0; // as it was
      } else {
        target[i] = -1; // whatever is left
        open++;
      }
    }
    boolean constant = open <= 1 && !hasEmptyAxis(dims) && fits(x, dims);
    return constant ? x.builder().constants(target) : x.builder().sizes(dims);
  }

  // A fixed 0 would read as "as it was".
  private static boolean hasEmptyAxis(Dim... dims) {
    for (Dim dim : dims) {
      if (dim.equals(Dim.of(0))) {
        return true;
      }
    }
    return false;
  }

  // -1 must come out as the size that was asked for.
  private static boolean fits(Value x, Dim... dims) {
    Dim before = Dim.of(1);
    for (Dim dim : x.type().dims()) {
      before = Dims.times(before, dim);
    }
    Dim after = Dim.of(1);
    for (Dim dim : dims) {
      after = Dims.times(after, dim);
    }
    return before.equals(after);
  }
}
