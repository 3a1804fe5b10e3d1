package org.nexusgen.backbone.qwen;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Scope;

/**
 * {@link QwenStack} with a key-value cache: one graph for everything that a backbone does when it
 * answers, S new rows behind P cached ones, for B sequences side by side.
 */
final class QwenNetwork {
  static final String EMBEDDINGS = "embeddings";
  static final String MASK = "mask";

  private static final Dim PAST = Dim.of("past");

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
    Dim batch = QwenStack.BATCH;
    Dim rows = QwenStack.ROWS;
    Dim width = Dim.of(config.hiddenSize());
    Value x = b.input(EMBEDDINGS, ValueType.of(DType.F32, batch, rows, width), new Padding.Zeros());
    ValueType sight = ValueType.of(DType.F32, batch, Dim.of(1), rows, Dims.plus(PAST, rows));
    Value mask = b.input(MASK, sight, new Padding.Mask(Slots.FORBIDDEN, 0));
    Dim kvHeads = Dim.of(config.numKeyValueHeads());
    ValueType past = ValueType.of(DType.F32, batch, kvHeads, PAST, Dim.of(config.headDim()));
    new QwenStack(new Scope(b, ""), config, vocabulary, probe)
        .predict(
            x,
            layer -> {
              Value keys = b.input(pastKeys(layer), past, new Padding.Zeros());
              Value values = b.input(pastValues(layer), past, new Padding.Zeros());
              return (attention, q, k, v) -> {
                Attention.Cached seen = attention.apply(q, k, v, mask, keys, values);
                b.output(presentKeys(layer), seen.presentKeys());
                b.output(presentValues(layer), seen.presentValues());
                return seen.out();
              };
            });
    return b.build();
  }
}
