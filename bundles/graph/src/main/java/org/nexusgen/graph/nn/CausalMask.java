package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.lessOrEqual;
import static org.nexusgen.graph.Ops.range;
import static org.nexusgen.graph.Ops.unsqueeze;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

/** Which rows a decoder's rows may look at. */
final class CausalMask {
  private CausalMask() {}

  static Value of(GraphBuilder b, Dim rows, Dim past) {
    Value query = unsqueeze(add(range(b, rows), b.size(past)), 1); // (S, 1)
    Value key = unsqueeze(range(b, Dims.plus(past, rows)), 0); // (1, P+S)
    return lessOrEqual(key, query); // (S, P+S)
  }
}
