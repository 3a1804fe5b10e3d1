package org.nexusgen.engine.tensorrt.session;

import java.util.Collections;
import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.protocol.Binding;

/** What a plan with open sizes must take and give. */
final class OpenBinding {
  private OpenBinding() {}

  /** Open where the graph has a symbol. */
  static Binding of(Graph.Argument argument, boolean input) {
    List<Long> sizes =
        argument.type().dims().stream()
            .map(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : Binding.OPEN)
            .toList();
    return new Binding(argument.name(), input, argument.type().dtype(), sizes);
  }

  /** An output of which the number of axes counts, not their sizes. */
  static Binding allOpen(Graph.Argument output) {
    return allOpen(of(output, false));
  }

  static Binding allOpen(Binding output) {
    List<Long> sizes = Collections.nCopies(output.sizes().size(), Binding.OPEN);
    return new Binding(output.name(), output.input(), output.dtype(), sizes);
  }
}
