package org.nexusgen.backbone.qwen;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.slice;

import java.util.List;
import java.util.function.IntFunction;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

/**
 * The Qwen2.5-VL decoder (arXiv 2502.13923) from input embeddings to Nexus-Gen's two heads (arXiv
 * 2504.21356 § 2.1): the text projector {@code lm_head} and the vision projector {@code
 * vision_head}. What reading and training share: they differ in where embeddings come from and in
 * what a layer's attention sees.
 *
 * <p>Rows that nobody asks about leave the network after the last layer's attention, which needs
 * their keys and values and nothing else of them.
 *
 * @param weights the root of the checkpoint's names
 * @param vocabulary rows of the text projector
 * @param probe sees values on the way
 */
record QwenStack(Scope weights, QwenBackboneConfig config, int vocabulary, Probe probe) {
  /** I64 [scored]: rows of B·S, counted flat, whose scores are wanted. */
  static final String SCORED_ROWS = "scored_rows";

  /** I64 [images]: rows of B·S, counted flat, whose image embeddings are wanted. */
  static final String IMAGE_ROWS = "image_rows";

  static final String COSINES = "cosines";
  static final String SINES = "sines";

  static final String SCORES = "scores";
  static final String IMAGE_EMBEDDINGS = "image_embeddings";

  static final Dim BATCH = Dim.of("batch");
  static final Dim ROWS = Dim.of("rows");
  private static final Dim SCORED = Dim.of("scored");
  private static final Dim IMAGES = Dim.of("images");

  /**
   * Adds layers and heads, with the inputs that say what is wanted and where rows stand.
   *
   * @param embeddings (B, S, H)
   * @param sights what each layer's attention sees
   */
  void predict(Value embeddings, IntFunction<QwenLayer.Sight> sights) {
    GraphBuilder b = weights.builder();
    Dim pairs = Dim.of(config.frequencies());
    QwenLayer.Angles angles =
        new QwenLayer.Angles(
            b.input(COSINES, ValueType.of(DType.F32, BATCH, ROWS, pairs), new Padding.Zeros()),
            b.input(SINES, ValueType.of(DType.F32, BATCH, ROWS, pairs), new Padding.Zeros()));
    Padding places = new Padding.Places(List.of(BATCH, ROWS));
    Value asked =
        concat(
            0,
            b.input(SCORED_ROWS, ValueType.of(DType.I64, SCORED), places),
            b.input(IMAGE_ROWS, ValueType.of(DType.I64, IMAGES), places));

    Value x = embeddings; // (B, S, H)
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      QwenLayer layer = new QwenLayer(weights.at("model").at("layers").at(i), config, probe);
      QwenLayer.Attended attended = layer.attend(x, angles, sights.apply(i));
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
  }
}
