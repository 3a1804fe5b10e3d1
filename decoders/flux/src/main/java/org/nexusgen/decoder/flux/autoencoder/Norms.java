package org.nexusgen.decoder.flux.autoencoder;

import org.nexusgen.graph.nn.GroupNorm;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;

/** The autoencoder's group norms, all with the same number of groups. */
record Norms(int groups) {
  private static final double EPS = 1e-6;

  Layer of(Scope scope, int channels) {
    return GroupNorm.of(scope, groups, channels, EPS);
  }
}
