package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.split;

import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * A block with weights of its own for each stream and one attention over both (Esser et al. 2024,
 * figure 2b; {@code DoubleStreamBlock}). Stream "a" is the image, "b" the context.
 */
record DoubleBlock(Scope scope, FluxConfig config) {

  Streams apply(Streams x, Value signal, Rope rope) {
    List<Modulation> image = modulations("a", signal);
    List<Modulation> text = modulations("b", signal);

    QueryKeyValue imageHeads = heads("a", image.get(0).modulate(x.image()));
    QueryKeyValue textHeads = heads("b", text.get(0).modulate(x.text()));
    Value attended = textHeads.then(imageHeads).attend(config, rope); // (B, L + N, H)

    Dim textTokens = x.text().dim(1);
    Dim allTokens = Dims.plus(textTokens, x.image().dim(1));
    Value toText = slice(attended, 1, Dim.of(0), textTokens);
    Value toImage = slice(attended, 1, textTokens, allTokens);
    return new Streams(finish("b", x.text(), toText, text), finish("a", x.image(), toImage, image));
  }

  private List<Modulation> modulations(String stream, Value signal) {
    return Modulation.of(scope.at("norm1_" + stream + ".linear"), config, 2, signal);
  }

  private QueryKeyValue heads(String stream, Value x) {
    long hidden = config.hidden();
    Scope attention = scope.at("attn");
    Linear projection = Linear.of(attention.at(stream + "_to_qkv"), hidden, 3 * hidden, true);
    return QueryKeyValue.of(attention, config, stream, split(projection.apply(x), 2, 3));
  }

  private Value finish(String stream, Value x, Value attended, List<Modulation> modulations) {
    long hidden = config.hidden();
    Layer out = Linear.of(scope.at("attn." + stream + "_to_out"), hidden, hidden, true);
    Layer feedForward = feedForward(scope.at("ff_" + stream));
    Value y = modulations.get(0).addTo(x, out.apply(attended));
    return modulations.get(1).addTo(y, feedForward.apply(modulations.get(1).modulate(y)));
  }

  private Layer feedForward(Scope place) {
    long hidden = config.hidden();
    long inner = config.mlpWidth();
    return Layer.sequence(
        Linear.of(place.at(0), hidden, inner, true),
        Ops::geluTanh,
        Linear.of(place.at(2), inner, hidden, true));
  }
}
