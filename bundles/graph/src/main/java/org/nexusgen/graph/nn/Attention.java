package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.number;
import static org.nexusgen.graph.Ops.expand;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) with grouped heads (Ainslie et al. 2023):
 * query head h looks into key head h / (heads / kvHeads). Queries [B,H,S,D], keys and values
 * [B,KV,T,D], result [B,H,S,D]. Immutable.
 *
 * <p>Masks broadcast to [B,H,S,T] (with past: T counts past and new rows) and are boolean, true
 * where a query may look, or float, added to the scores.
 */
public final class Attention {
  /** What attention with past gives: the result, and keys and values of past and new rows. */
  public record Cached(Value out, Value presentKeys, Value presentValues) {}

  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final double scale;
  private final boolean causal;

  private Attention(int heads, int kvHeads, int headDim, double scale, boolean causal) {
    if (heads < 1 || kvHeads < 1 || headDim < 1 || heads % kvHeads != 0) {
      throw new ShapeException(
          "attention with %d query heads, %d key heads, head size %d: wants a whole number of query"
                  .formatted(heads, kvHeads, headDim)
              + " heads a key head");
    }
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.scale = scale;
    this.causal = causal;
  }

  /** Without mask, scores divided by √headDim. */
  public static Attention of(int heads, int kvHeads, int headDim) {
    return new Attention(heads, kvHeads, headDim, 1 / Math.sqrt(headDim), false);
  }

  /** The same with another factor on the scores: 1 in T5. */
  public Attention scaled(double factor) {
    return new Attention(heads, kvHeads, headDim, factor, causal);
  }

  /**
   * The same where row s looks at all P cached rows and at new rows 0…s only. One graph so serves
   * the prompt (P = 0), a chunk behind it, and single tokens. Opset 23 leaves the offset P open,
   * later texts of the standard demand it, and ONNX Runtime 1.29 has it; the operator conformance
   * suite tests every engine for it.
   */
  public Attention causal() {
    return new Attention(heads, kvHeads, headDim, scale, true);
  }

  public Value apply(Value q, Value k, Value v) {
    return apply(q, k, v, q.builder().none());
  }

  public Value apply(Value q, Value k, Value v, Value mask) {
    check(q, k, v);
    return q.builder().node("Attention", attributes(), q, k, v, withRows(mask, q));
  }

  /**
   * Attention of new rows to cached and new ones.
   *
   * @param mask to [B,H,S,P+T]
   * @param pastKeys [B,KV,P,D], where P may be 0
   * @param pastValues [B,KV,P,D]
   */
  public Cached apply(Value q, Value k, Value v, Value mask, Value pastKeys, Value pastValues) {
    check(q, k, v);
    List<Value> results =
        q.builder()
            .nodes("Attention", attributes(), 3, q, k, v, withRows(mask, q), pastKeys, pastValues);
    return new Cached(results.get(0), results.get(1), results.get(2));
  }

  /** The same without a mask: every new row sees all rows, or, if causal, those before it. */
  public Cached apply(Value q, Value k, Value v, Value pastKeys, Value pastValues) {
    return apply(q, k, v, q.builder().none(), pastKeys, pastValues);
  }

  // ONNX Runtime takes no mask that broadcasts over the queries' rows.
  private static Value withRows(Value mask, Value q) {
    boolean oneRow = mask.rank() >= 2 && mask.dim(-2).equals(Dim.of(1));
    if (mask.name().isEmpty() || !oneRow || q.dim(2).equals(Dim.of(1))) {
      return mask;
    }
    Dim[] dims = mask.type().dims().toArray(Dim[]::new);
    dims[dims.length - 2] = q.dim(2);
    return expand(mask, dims);
  }

  private Map<String, Attribute> attributes() {
    return causal
        ? Map.of("scale", number(scale), "is_causal", integer(1))
        : Map.of("scale", number(scale));
  }

  private void check(Value q, Value k, Value v) {
    check("queries", q, heads);
    check("keys", k, kvHeads);
    check("values", v, kvHeads);
  }

  private void check(String what, Value x, int count) {
    if (x.rank() != 4
        || !Dims.mayEqual(x.dim(1), Dim.of(count))
        || !Dims.mayEqual(x.dim(3), Dim.of(headDim))) {
      throw new ShapeException(
          "attention: %s are %s, wants [batch,%d,rows,%d]".formatted(what, x, count, headDim));
    }
  }

  /**
   * The mask of a causal decoder behind a past: true at [s,t] where t ≤ past + s.
   *
   * @param rows new rows S
   * @param past cached rows P
   * @return boolean [S,P+S]
   */
  public static Value causalMask(GraphBuilder b, Dim rows, Dim past) {
    return CausalMask.of(b, rows, past);
  }
}
