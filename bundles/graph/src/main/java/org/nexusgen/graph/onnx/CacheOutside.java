package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.List;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph whose Attention operators have neither past nor present: cached rows are joined with the
 * new ones before them. For engines whose Attention is without a cache (TensorRT from 10.15 on),
 * which also wants masks of four axes.
 */
public final class CacheOutside {
  private static final int AXES = 4;
  private static final int MASK = 3;
  private static final int PAST = 4;

  private CacheOutside() {}

  /** The same network in the same operator set. */
  public static Graph of(Graph graph) {
    return GraphRewriter.rewrite(graph, CacheOutside::rewrite);
  }

  private static List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands) {
    if (!node.op().equals("Attention")) {
      return GraphRewriter.copy(b, node, operands);
    }
    boolean past = LoweredAttention.has(operands, PAST);
    if (past && LoweredAttention.isCausal(node)) {
      return LoweredAttention.of(node, operands); // "causal" counts from the cache's end
    }
    Value k = past ? concat(2, operands.get(PAST), operands.get(1)) : operands.get(1);
    Value v = past ? concat(2, operands.get(PAST + 1), operands.get(2)) : operands.get(2);
    Value q = operands.getFirst();
    Value out =
        LoweredAttention.has(operands, MASK)
            ? b.node("Attention", node.attributes(), q, k, v, wide(operands.get(MASK)))
            : b.node("Attention", node.attributes(), q, k, v);
    return List.of(out, k, v);
  }

  private static Value wide(Value mask) {
    int missing = AXES - mask.rank();
    return missing == 0 ? mask : unsqueeze(mask, LongStream.range(0, missing).toArray());
  }
}
