package org.nexusgen.projectors;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.LayerNorm;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * The adapter of the generation decoder, {@code adapter} in Nexus-Gen's generation_decoder.py: two
 * linear layers, each normalized, with a ReLU between them.
 *
 * @param width of an image embedding
 * @param inner between the layers
 * @param contextWidth of a decoder's context token
 */
record AdapterNetwork(long width, long inner, long contextWidth) {
  static final String INPUT = "embedding";
  static final String OUTPUT = "context";

  private static final double LAYER_NORM_EPS = 1e-5; // torch.nn.LayerNorm's

  AdapterNetwork {
    if (width < 1 || inner < 1 || contextWidth < 1) {
      throw new BadInputException(
          "adapter: got widths %d, %d, %d, wants 1 or more".formatted(width, inner, contextWidth));
    }
  }

  static AdapterNetwork of(WeightStore weights) {
    return new AdapterNetwork(
        weights.dim("adapter.0.weight", 1),
        weights.dim("adapter.0.weight", 0),
        weights.dim("adapter.3.weight", 0));
  }

  /** The adapter of a model to be trained: as wide between its layers as behind them. */
  static AdapterNetwork of(ModelFolder model) {
    long context = ContextWidth.of(model);
    return new AdapterNetwork(
        model.requireConfig("config.json").requireInt("hidden_size"), context, context);
  }

  /** {@value #INPUT} [B,tokens,width] to {@value #OUTPUT} [B,tokens,contextWidth]. */
  Graph graph() {
    GraphBuilder builder = new GraphBuilder("generation projector");
    Value x =
        builder.input(INPUT, DType.F32, Dim.of("batch"), Dim.of("contextTokens"), Dim.of(width));
    Layer adapter = Layer.sequence(layers(new Scope(builder, "adapter.")));
    builder.output(OUTPUT, adapter.apply(x));
    return builder.build();
  }

  /** The five layers, numbered as in the checkpoint. */
  List<Layer> layers(Scope scope) {
    return List.of(
        Linear.of(scope.at(0), width, inner, true),
        LayerNorm.of(scope.at(1), inner, LAYER_NORM_EPS, true),
        Ops::relu,
        Linear.of(scope.at(3), inner, contextWidth, true),
        LayerNorm.of(scope.at(4), contextWidth, LAYER_NORM_EPS, true));
  }
}
