package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;

/** Attention of opset 23: grouped heads, masks, causal behind a past. */
final class AttentionScript {
  private static final int MASK = 3;
  private static final int PAST_KEYS = 4;
  private static final int PAST_VALUES = 5;

  private AttentionScript() {}

  static void write(NodeScript o) {
    String q = o.array(0);
    String k = o.array(1);
    String v = o.array(2);
    boolean past = o.has(PAST_KEYS);
    if (past) {
      k = o.let("torch.cat([%s, %s], 2)".formatted(o.array(PAST_KEYS), k));
      v = o.let("torch.cat([%s, %s], 2)".formatted(o.array(PAST_VALUES), v));
    }
    if (o.outputs() > 1) {
      o.put(1, call("contiguous", k));
      o.put(2, call("contiguous", v));
    }
    boolean causal = o.integer("is_causal", 0) == 1;
    boolean flag = causal && !past && !o.has(MASK);
    String mask = causal && !flag ? causalMask(o, q, k) : o.has(MASK) ? o.array(MASK) : "None";
    String scale = Double.toString(o.number("scale", Double.NaN));
    o.put(
        "torch.scaled_dot_product_attention(%s, %s, %s, %s, 0.0, %s, scale=%s)"
            .formatted(
                q,
                repeated(o, k, 1),
                repeated(o, v, 2),
                mask,
                NodeScript.python(flag),
                scale.equals("NaN") ? "None" : scale));
  }

  /** Row s looks at all that came before and at the new rows 0…s; also what a mask allows. */
  private static String causalMask(NodeScript o, String q, String k) {
    String rows = o.let(call("size", q, 2));
    String columns = o.let(call("size", k, 2));
    String ones = o.let("torch.ones([%s, %s], dtype=11)".formatted(rows, columns));
    String causal = o.let("torch.tril(%s, %s - %s)".formatted(ones, columns, rows));
    if (!o.has(MASK)) {
      return causal;
    }
    String mask = o.array(MASK);
    return o.type(MASK).dtype() == DType.BOOL
        ? o.let(call("logical_and", causal, mask))
        : o.let(call("where", causal, mask, "-inf"));
  }

  /** Each key head as often as query heads look into it. */
  private static String repeated(NodeScript o, String heads, int input) {
    Dim wanted = o.type(0).dim(1);
    Dim got = o.type(input).dim(1);
    if (wanted.equals(got)) {
      return heads;
    }
    if (!(wanted instanceof Dim.Fixed queries) || !(got instanceof Dim.Fixed keys)) {
      throw o.fail("the number of heads must be known");
    }
    return o.let(
        "torch.repeat_interleave(%s, %d, 1)".formatted(heads, queries.size() / keys.size()));
  }
}
