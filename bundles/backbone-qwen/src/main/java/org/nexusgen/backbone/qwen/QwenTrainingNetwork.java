package org.nexusgen.backbone.qwen;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.gather;

import java.util.function.IntFunction;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.train.TrainableBackbone.Layout;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Embedding;
import org.nexusgen.graph.nn.Scope;

/**
 * {@link QwenStack} over whole sequences, from token numbers on: the tables of tokens and prefill
 * rows are part of the network, so that they learn. No row comes before the sequences, and padding
 * stands behind them, so that causal attention is all the masking that a chain needs.
 */
final class QwenTrainingNetwork {
  /** I64 [tokens]: the text tokens of all sequences. */
  static final String TOKENS = "token_ids";

  /** I64 [prefilled]: the prefill rows of all pictures that are learned. */
  static final String PREFILL = "prefill_rows";

  /** F32 [given, width]: the embeddings of all pictures that are read. */
  static final String PICTURES = "picture_embeddings";

  /**
   * I64 [batch, rows]: what stands at each place, counted through tokens, then prefill rows, then
   * pictures.
   */
  static final String PLACES = "places";

  /** Boolean [batch, 1, rows, rows]: what each row sees, where sequences have branches. */
  static final String SIGHT = "sight";

  private QwenTrainingNetwork() {}

  /**
   * @param vocabulary rows of the text projector and of the table of tokens
   * @param prefillRows embeddings that one image may have
   * @param layout of the sequences
   */
  static Graph build(QwenBackboneConfig config, int vocabulary, int prefillRows, Layout layout) {
    GraphBuilder b = new GraphBuilder("qwen-backbone in training");
    Scope weights = new Scope(b, "");
    int width = config.hiddenSize();
    Scope tokenTable = weights.at("model").at("embed_tokens");
    Value tokens =
        Embedding.of(tokenTable, vocabulary, width)
            .apply(b.input(TOKENS, DType.I64, Dim.of("tokens"))); // (T, H)
    Value prefill =
        Embedding.of(weights.at("image_prefill_embeds"), prefillRows, width)
            .apply(b.input(PREFILL, DType.I64, Dim.of("prefilled"))); // (P, H)
    Value pictures = b.input(PICTURES, DType.F32, Dim.of("given"), Dim.of(width)); // (G, H)
    Value places = b.input(PLACES, DType.I64, QwenStack.BATCH, QwenStack.ROWS);
    Value x = gather(concat(0, tokens, prefill, pictures), places, 0); // (B, S, H)
    new QwenStack(weights, config, vocabulary, Probe.NONE).predict(x, sights(b, layout));
    return b.build();
  }

  private static IntFunction<QwenLayer.Sight> sights(GraphBuilder b, Layout layout) {
    return switch (layout) {
      case CHAIN -> layer -> (attention, q, k, v) -> attention.causal().apply(q, k, v);
      case BRANCHES -> {
        Value sight =
            b.input(SIGHT, DType.BOOL, QwenStack.BATCH, Dim.of(1), QwenStack.ROWS, QwenStack.ROWS);
        yield layer -> (attention, q, k, v) -> attention.apply(q, k, v, sight);
      }
    };
  }
}
