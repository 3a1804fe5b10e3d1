package org.nexusgen.decoder.flux.autoencoder;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.unsqueeze;

import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Conv2d;
import org.nexusgen.graph.nn.ImageLayout;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;

/**
 * Attention of every cell to all cells, one head of all channels ({@code AttnBlock}): (B, C, h, w)
 * to the same.
 */
record AttentionBlock(Scope scope, Norms norms, int channels) implements Layer {
  private static final int HEAD_AXIS = 1;

  @Override
  public Value apply(Value x) {
    Value normed = norms.of(scope.at("norm"), channels).apply(x);
    Value attended =
        Attention.of(1, 1, channels).apply(head("q", normed), head("k", normed), head("v", normed));
    Value rows = Ops.squeeze(attended, HEAD_AXIS); // (B, h w, C)
    Value picture = ImageLayout.toPicture(rows, x.dim(2), x.dim(3));
    return add(x, pointwise("proj_out").apply(picture));
  }

  /** (B, 1, h w, C). */
  private Value head(String name, Value x) {
    return unsqueeze(ImageLayout.toRows(pointwise(name).apply(x)), HEAD_AXIS);
  }

  private Layer pointwise(String name) {
    return Conv2d.of(scope.at(name), channels, channels, 1, 1, 0);
  }
}
