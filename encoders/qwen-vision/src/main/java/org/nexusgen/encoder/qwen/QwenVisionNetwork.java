package org.nexusgen.encoder.qwen;

import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.transpose;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
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
 * Qwen2_5_VisionTransformerPretrainedModel}): patches to embeddings. For one image of any size, or
 * for a batch of images of one size.
 */
final class QwenVisionNetwork {
  /** F32 [patches, values of a patch], the patches of one embedding after each other. */
  static final String PIXELS = "pixel_values";

  /** I64 [tokens]: the embedding at each place of the window order. */
  static final String ORDER = "window_order";

  /** I64 [tokens]: the place of each embedding in the window order. */
  static final String INVERSE = "window_order_inverse";

  /** F32 [images, patches of one, head/2], in window order. */
  static final String COS = "cos";

  /** F32 [images, patches of one, head/2], in window order. */
  static final String SIN = "sin";

  /** I64 [bins, slots]: see {@link Segments.Windows}. */
  static final String SLOTS = "slots";

  /** I64 [patches]: see {@link Segments.Windows}. */
  static final String HOME = "home";

  /** Boolean [bins, 1, slots, slots]: see {@link Segments}. */
  static final String MASK = "mask";

  /** F32 [tokens, width], in raster order. */
  static final String EMBEDDINGS = "embeddings";

  /** Names of the states that {@link #traced} adds: patch embedding, then each block. */
  static final String STATE = "state.";

  private final QwenVisionConfig config;

  QwenVisionNetwork(QwenVisionConfig config) {
    this.config = config;
  }

  /** For one image of any size; {@link WindowTensors} are inputs. */
  Graph graph() {
    return build(false);
  }

  /** The graph with the state after the patch embedding and each block as outputs: for tests. */
  Graph traced() {
    return build(true);
  }

  private Graph build(boolean traced) {
    GraphBuilder b = new GraphBuilder("vision encoder");
    Dim tokens = Dim.of("tokens");
    Dim patches = Dims.times(tokens, config.mergedPatches());
    Dim half = Dim.of(config.headDim() / 2);
    Dim bins = Dim.of("bins");
    Dim places = Dim.of("slots");
    Value pixels = b.input(PIXELS, DType.F32, patches, Dim.of(config.patchValues()));
    Value order = b.input(ORDER, DType.I64, tokens);
    Segments.Equal whole =
        new Segments.Equal(
            b.input(COS, DType.F32, Dim.of(1), patches, half),
            b.input(SIN, DType.F32, Dim.of(1), patches, half));
    Value slots = b.input(SLOTS, DType.I64, bins, places);
    Value home = b.input(HOME, DType.I64, patches);
    Value mask = b.input(MASK, DType.BOOL, bins, Dim.of(1), places, places);
    Segments packed = packed(whole, slots, home, mask);
    Value inverse = b.input(INVERSE, DType.I64, tokens);
    b.output(EMBEDDINGS, encode(pixels, order, inverse, whole, packed, traced));
    return b.build();
  }

  /** For so many images of one grid; {@link WindowTensors} are constants. */
  Graph graph(int images, ImageGrid grid) {
    GraphBuilder b = new GraphBuilder("vision encoder in training");
    Map<String, Tensor> tensors = WindowTensors.of(images, grid, config);
    Function<String, Value> tables = name -> b.constant(Objects.requireNonNull(tensors.get(name)));
    Dim patches = Dim.of((long) images * grid.patches());
    Value pixels = b.input(PIXELS, DType.F32, patches, Dim.of(config.patchValues()));
    Segments.Equal whole = new Segments.Equal(tables.apply(COS), tables.apply(SIN));
    WindowPartition partition = WindowPartition.of(grid, config);
    Segments windows =
        partition.even()
            ? even(whole, (long) images * partition.windows(), partition.slots())
            : packed(whole, tables.apply(SLOTS), tables.apply(HOME), tables.apply(MASK));
    Value order = tables.apply(ORDER);
    Value inverse = tables.apply(INVERSE);
    b.output(EMBEDDINGS, encode(pixels, order, inverse, whole, windows, false));
    return b.build();
  }

  private Value encode(
      Value pixels,
      Value order,
      Value inverse,
      Segments.Equal whole,
      Segments windows,
      boolean traced) {
    GraphBuilder b = pixels.builder();
    Scope visual = new Scope(b, "visual.");
    Value x = embed(visual, inWindowOrder(pixels, order)); // (P, C)
    trace(b, traced, 0, x);
    for (int i = 0; i < config.depth(); i++) {
      QwenVisionBlock block = new QwenVisionBlock(config, visual.at("blocks").at(i));
      x = block.apply(x, config.seesWholeImage(i) ? whole : windows); // (P, C)
      trace(b, traced, i + 1, x);
    }
    Value merged = merge(visual.at("merger"), x); // (T, D)
    return gather(merged, inverse, 0);
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

  private static Segments even(Segments.Equal whole, long windows, long length) {
    long half = whole.cos().size(2);
    return new Segments.Equal(
        reshape(whole.cos(), windows, length, half), reshape(whole.sin(), windows, length, half));
  }

  private static Segments packed(Segments.Equal whole, Value slots, Value home, Value mask) {
    return new Segments.Windows(
        gather(rows(whole.cos()), slots, 0),
        gather(rows(whole.sin()), slots, 0),
        mask,
        slots,
        home);
  }

  /** The angles of all images [P, D/2]. */
  private static Value rows(Value table) {
    return reshape(table, Dims.times(table.dim(0), table.dim(1)), table.dim(2));
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
