package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.add;

import java.util.List;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/** The last norm and the projection to patches ({@code LastLayer}). */
record FinalLayer(Scope scope, FluxConfig config) {

  /** Modulated norm: (B, N, H) to the same. In these weights scale stands before shift. */
  Value norm(Value x, Value signal) {
    long hidden = config.hidden();
    Linear linear = Linear.of(scope.at("final_norm_out.linear"), hidden, 2 * hidden, true);
    List<Value> parts = Modulation.parts(linear.apply(signal), 2);
    return Modulation.modulate(x, parts.get(1), add(parts.get(0), 1));
  }

  /** (B, N, H) to (B, N, 4C). */
  Value project(Value x) {
    return Linear.of(scope.at("final_proj_out"), config.hidden(), config.patchWidth(), true)
        .apply(x);
  }
}
