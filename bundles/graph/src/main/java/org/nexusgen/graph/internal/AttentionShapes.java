package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.graph.Dims;

/**
 * Attention of opset 23 on four axes: Q [B,H,S,D], K [B,KV,T,D], V [B,KV,T,E], mask broadcastable
 * to [B,H,S,P+T], past K and V [B,KV,P,·]; outputs Y [B,H,S,E] and present K and V [B,KV,P+T,·].
 */
final class AttentionShapes {
  private AttentionShapes() {}

  static List<Known> infer(Operator o) {
    for (int input = 0; input < 3; input++) {
      o.requireRank(input, 4);
    }
    List<Dim> q = o.dims(0);
    List<Dim> k = o.dims(1);
    List<Dim> v = o.dims(2);
    o.requireEqual(q.get(3), k.get(3), "head sizes of query and key");
    o.requireEqual(k.get(1), v.get(1), "heads of key and value");
    o.requireEqual(k.get(2), v.get(2), "rows of key and value");
    if (q.get(1) instanceof Dim.Fixed heads && k.get(1) instanceof Dim.Fixed kvHeads) {
      o.require(heads.size() % kvHeads.size() == 0, "query heads are no multiple of key heads");
    }
    Dim total = k.get(2);
    if (o.has(4)) {
      o.require(o.has(5), "past key without past value");
      for (int input = 4; input <= 5; input++) {
        o.requireRank(input, 4);
        o.requireEqual(k.get(1), o.dims(input).get(1), "heads of past and key");
      }
      o.requireEqual(k.get(3), o.dims(4).get(3), "head sizes of past and key");
      o.requireEqual(v.get(3), o.dims(5).get(3), "head sizes of past and value");
      o.requireEqual(o.dims(4).get(2), o.dims(5).get(2), "rows of past key and past value");
      total = Dims.plus(o.dims(4).get(2), total);
    }
    if (o.has(3)) {
      Elementwise.broadcast(o, o.dims(3), List.of(q.get(0), q.get(1), q.get(2), total));
    }
    List<Known> outputs = new ArrayList<>();
    outputs.add(heads(o, 0, q.get(1), q.get(2), v.get(3)));
    if (o.outputs() > 1) {
      outputs.add(heads(o, 1, k.get(1), total, k.get(3)));
      outputs.add(heads(o, 2, v.get(1), total, v.get(3)));
    }
    return outputs;
  }

  private static Known heads(Operator o, int input, Dim heads, Dim rows, Dim width) {
    return Known.of(ValueType.of(o.dtype(input), o.dims(0).get(0), heads, rows, width));
  }
}
