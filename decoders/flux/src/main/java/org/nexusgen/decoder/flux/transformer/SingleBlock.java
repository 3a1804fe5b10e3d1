package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.geluTanh;
import static org.nexusgen.graph.Ops.split;

import java.util.List;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * A block over both streams as one, attention beside feed-forward (Dehghani et al. 2023, parallel
 * layers; {@code SingleStreamBlock}).
 */
record SingleBlock(Scope scope, FluxConfig config) {

  /** (B, L + N, H) to the same. */
  Value apply(Value x, Value signal, Rope rope) {
    long hidden = config.hidden();
    long inner = config.mlpWidth();
    Modulation modulation = Modulation.of(scope.at("norm.linear"), config, 1, signal).get(0);
    Value wide =
        Linear.of(scope.at("to_qkv_mlp"), hidden, 3 * hidden + inner, true)
            .apply(modulation.modulate(x)); // (B, L + N, 3H + inner)
    List<Value> parts = split(wide, 2, hidden, hidden, hidden, inner);
    Value attended = QueryKeyValue.of(scope, config, "a", parts.subList(0, 3)).attend(config, rope);
    Value both = concat(2, attended, geluTanh(parts.get(3))); // (B, L + N, H + inner)
    Value change = Linear.of(scope.at("proj_out"), hidden + inner, hidden, true).apply(both);
    return modulation.addTo(x, change);
  }
}
