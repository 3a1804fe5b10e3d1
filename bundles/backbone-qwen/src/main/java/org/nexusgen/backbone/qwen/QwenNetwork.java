package org.nexusgen.backbone.qwen;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.unsqueeze;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

/**
 * The Qwen2.5-VL decoder (arXiv 2502.13923) with Nexus-Gen's two heads (arXiv 2504.21356 § 2.1):
 * the text projector {@code lm_head} and the vision projector {@code vision_head}. One graph for
 * everything that a backbone does: S new rows behind P cached ones, for B sequences side by side.
 *
 * <p>Rows that nobody asks about leave the network after the last layer's attention, which needs
 * their keys and values and nothing else of them.
 */
final class QwenNetwork {
  static final String EMBEDDINGS = "embeddings";
  static final String COSINES = "cosines";
  static final String SINES = "sines";
  static final String MASK = "mask";
  static final String SCORED_ROWS = "scored_rows";
  static final String IMAGE_ROWS = "image_rows";
  static final String SCORES = "scores";
  static final String IMAGE_EMBEDDINGS = "image_embeddings";

  private static final Dim BATCH = Dim.of("batch");
  private static final Dim ROWS = Dim.of("rows");
  private static final Dim PAST = Dim.of("past");
  private static final Dim SCORED = Dim.of("scored");
  private static final Dim IMAGES = Dim.of("images");

  private QwenNetwork() {}

  static String pastKeys(int layer) {
    return "past_keys." + layer;
  }

  static String pastValues(int layer) {
    return "past_values." + layer;
  }

  static String presentKeys(int layer) {
    return "present_keys." + layer;
  }

  static String presentValues(int layer) {
    return "present_values." + layer;
  }

  /**
   * @param vocabulary rows of the text projector
   * @param probe sees values on the way
   */
  static Graph build(QwenBackboneConfig config, int vocabulary, Probe probe) {
    GraphBuilder b = new GraphBuilder("qwen-backbone");
    Scope weights = new Scope(b, "");
    Dim width = Dim.of(config.hiddenSize());
    Dim pairs = Dim.of(config.frequencies());
    Value scoredRows = b.input(SCORED_ROWS, DType.I64, SCORED); // of B·S, flat
    Value imageRows = b.input(IMAGE_ROWS, DType.I64, IMAGES);
    Value asked = concat(0, scoredRows, imageRows);
    QwenLayer.Rows rows =
        new QwenLayer.Rows(
            b.input(COSINES, DType.F32, BATCH, ROWS, pairs),
            b.input(SINES, DType.F32, BATCH, ROWS, pairs),
            b.input(MASK, DType.F32, BATCH, Dim.of(1), ROWS, Dims.plus(PAST, ROWS)));

    Value x = b.input(EMBEDDINGS, DType.F32, BATCH, ROWS, width); // (B, S, H)
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      Dim kvHeads = Dim.of(config.numKeyValueHeads());
      Dim headDim = Dim.of(config.headDim());
      Value keys = b.input(pastKeys(i), DType.F32, BATCH, kvHeads, PAST, headDim);
      Value values = b.input(pastValues(i), DType.F32, BATCH, kvHeads, PAST, headDim);
      QwenLayer layer = new QwenLayer(weights.at("model").at("layers").at(i), config, probe);
      QwenLayer.Attended attended = layer.attend(x, rows, keys, values);
      b.output(presentKeys(i), attended.keys());
      b.output(presentValues(i), attended.values());
      boolean last = i == config.numHiddenLayers() - 1;
      x = layer.finish(last ? attended.only(asked) : attended); // last: (1, asked, H)
    }
    RmsNorm norm =
        RmsNorm.of(weights.at("model").at("norm"), config.hiddenSize(), config.rmsNormEps());
    Value hidden = probe.see("final_norm", norm.apply(reshape(x, -1, config.hiddenSize())));

    Value forText = slice(hidden, 0, Dim.of(0), SCORED);
    Value forVision = slice(hidden, 0, SCORED, Dims.plus(SCORED, IMAGES));
    Scope text = weights.at(config.tieWordEmbeddings() ? "model.embed_tokens" : "lm_head");
    b.output(SCORES, Linear.of(text, config.hiddenSize(), vocabulary, false).apply(forText));
    Scope vision = weights.at("vision_head");
    b.output(
        IMAGE_EMBEDDINGS,
        Linear.of(vision, config.hiddenSize(), config.hiddenSize(), false).apply(forVision));
    return b.build();
  }

  /** Rows of (B, S, H) by flat number: (1, asked, H). */
  static Value pick(Value x, Value asked) {
    return unsqueeze(gather(reshape(x, -1, x.size(2)), asked, 0), 0);
  }
}
