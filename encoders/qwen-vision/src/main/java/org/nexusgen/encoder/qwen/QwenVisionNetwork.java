package org.nexusgen.encoder.qwen;

import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.squeeze;
import static org.nexusgen.graph.Ops.transpose;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

/**
 * The vision tower of Qwen2.5-VL (arXiv 2502.13923 § 2.1.1; {@code
 * Qwen2_5_VisionTransformerPretrainedModel}) for one image of any size: patches to embeddings.
 */
final class QwenVisionNetwork {
  /** F32 [patches, values of a patch], the patches of one embedding after each other. */
  static final String PIXELS = "pixel_values";

  /** I64 [tokens]: the embedding at each place of the window order. */
  static final String ORDER = "window_order";

  /** I64 [tokens]: the place of each embedding in the window order. */
  static final String INVERSE = "window_order_inverse";

  /** F32 [1, patches, head/2], in window order. */
  static final String COS = "cos";

  /** F32 [1, patches, head/2], in window order. */
  static final String SIN = "sin";

  /** I64 [windows, slots]: see {@link Segments.Windows}. */
  static final String SLOTS = "slots";

  /** I64 [patches]: see {@link Segments.Windows}. */
  static final String HOME = "home";

  /** Boolean [windows, 1, slots, slots]: see {@link Segments}. */
  static final String MASK = "mask";

  /** F32 [tokens, width], in raster order. */
  static final String EMBEDDINGS = "embeddings";

  /** Names of the states that {@link #traced} adds: patch embedding, then each block. */
  static final String STATE = "state.";

  private final QwenVisionConfig config;

  QwenVisionNetwork(QwenVisionConfig config) {
    this.config = config;
  }

  Graph graph() {
    return build(false);
  }

  /** The graph with the state after the patch embedding and each block as outputs: for tests. */
  Graph traced() {
    return build(true);
  }

  private Graph build(boolean traced) {
    GraphBuilder b = new GraphBuilder("vision encoder");
    Scope visual = new Scope(b, "visual.");
    Dim tokens = Dim.of("tokens");
    Dim patches = Dims.times(tokens, config.mergedPatches());

    Value pixels = b.input(PIXELS, DType.F32, patches, Dim.of(config.patchValues()));
    Value x = embed(visual, inWindowOrder(pixels, b.input(ORDER, DType.I64, tokens))); // (P, C)
    Segments.Whole whole = whole(b, patches);
    Segments.Windows windows = windows(b, whole, patches);
    trace(b, traced, 0, x);
    for (int i = 0; i < config.depth(); i++) {
      QwenVisionBlock block = new QwenVisionBlock(config, visual.at("blocks").at(i));
      x = block.apply(x, config.seesWholeImage(i) ? whole : windows); // (P, C)
      trace(b, traced, i + 1, x);
    }
    Value merged = merge(visual.at("merger"), x); // (T, D)
    b.output(EMBEDDINGS, gather(merged, b.input(INVERSE, DType.I64, tokens), 0));
    return b.build();
  }

  private static void trace(GraphBuilder b, boolean traced, int step, Value x) {
    if (traced) {
      b.output(STATE + step, x);
    }
  }

  /** The patches of one embedding stay together. */
  private Value inWindowOrder(Value pixels, Value order) {
    int merged = config.mergedPatches();
    Value tokens = reshape(pixels, order.dim(0), Dim.of((long) merged * config.patchValues()));
    return reshape(gather(tokens, order, 0), pixels.dim(0), pixels.dim(1));
  }

  /** A convolution whose kernel is as large as its step is a matrix product. */
  private Value embed(Scope visual, Value patches) {
    Value kernel =
        visual
            .at("patch_embed")
            .at("proj")
            .weight(
                "weight",
                config.hiddenSize(),
                config.inChannels(),
                config.temporalPatchSize(),
                config.patchSize(),
                config.patchSize());
    Value matrix = reshape(kernel, config.hiddenSize(), config.patchValues());
    return matmul(patches, transpose(matrix, 1, 0));
  }

  private Segments.Whole whole(GraphBuilder b, Dim patches) {
    Dim half = Dim.of(config.headDim() / 2);
    Value cos = b.input(COS, DType.F32, Dim.of(1), patches, half);
    Value sin = b.input(SIN, DType.F32, Dim.of(1), patches, half);
    return new Segments.Whole(cos, sin);
  }

  private Segments.Windows windows(GraphBuilder b, Segments.Whole whole, Dim patches) {
    Dim windows = Dim.of("windows");
    Dim places = Dim.of("slots");
    Value slots = b.input(SLOTS, DType.I64, windows, places);
    Value home = b.input(HOME, DType.I64, patches);
    Value mask = b.input(MASK, DType.BOOL, windows, Dim.of(1), places, places);
    Value cos = gather(squeeze(whole.cos(), 0), slots, 0); // (W, S, D/2)
    Value sin = gather(squeeze(whole.sin(), 0), slots, 0);
    return new Segments.Windows(cos, sin, mask, slots, home);
  }

  /** The patches of one embedding side by side, through two linear layers. */
  private Value merge(Scope merger, Value x) {
    long width = (long) config.hiddenSize() * config.mergedPatches();
    Value normed = RmsNorm.of(merger.at("ln_q"), config.hiddenSize(), QwenVisionBlock.EPS).apply(x);
    Value side = reshape(normed, Dims.floorDivide(x.dim(0), config.mergedPatches()), Dim.of(width));
    Layer mlp =
        Layer.sequence(
            Linear.of(merger.at("mlp").at(0), width, width, true),
            Ops::geluErf,
            Linear.of(merger.at("mlp").at(2), width, config.outHiddenSize(), true));
    return mlp.apply(side);
  }
}
