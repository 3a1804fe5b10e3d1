package org.nexusgen.decoder.flux.autoencoder;

import static org.nexusgen.graph.Ops.add;

import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Conv2d;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;

/** Two convolutions beside a shortcut ({@code ResnetBlock}): (B, in, h, w) to (B, out, h, w). */
record ResidualBlock(Scope scope, Norms norms, int in, int out) implements Layer {

  @Override
  public Value apply(Value x) {
    Layer path =
        Layer.sequence(
            norms.of(scope.at("norm1"), in),
            Ops::silu,
            Conv2d.of(scope.at("conv1"), in, out, 3, 1, 1),
            norms.of(scope.at("norm2"), out),
            Ops::silu,
            Conv2d.of(scope.at("conv2"), out, out, 3, 1, 1));
    Layer shortcut = in == out ? y -> y : Conv2d.of(scope.at("nin_shortcut"), in, out, 1, 1, 0);
    return add(shortcut.apply(x), path.apply(x));
  }
}
