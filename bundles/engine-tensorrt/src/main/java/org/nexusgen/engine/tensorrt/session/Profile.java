package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.graph.Dims;

/**
 * The sizes that one plan is for: TensorRT's optimization profile, by open symbol instead of by
 * input.
 */
record Profile(SortedMap<String, Range> ranges) {
  /**
   * @param opt the size for which kernels are chosen
   */
  record Range(long min, long opt, long max) {
    Range {
      if (min < 0 || opt < min || max < opt) {
        throw new IllegalArgumentException(
            "profile: got min %d, opt %d, max %d, wants them ascending".formatted(min, opt, max));
      }
    }

    @Override
    public String toString() {
      return min + ".." + max;
    }
  }

  /** For nothing but these. */
  static Profile exactly(Map<String, Long> sizes) {
    SortedMap<String, Range> ranges = new TreeMap<>();
    sizes.forEach((symbol, size) -> ranges.put(symbol, new Range(size, size, size)));
    return new Profile(ranges);
  }

  boolean holds(Map<String, Long> sizes) {
    return ranges.entrySet().stream()
        .allMatch(
            entry -> {
              long size = sizes.getOrDefault(entry.getKey(), Binding.OPEN);
              return entry.getValue().min() <= size && size <= entry.getValue().max();
            });
  }

  /** One of the three of all symbols. */
  SortedMap<String, Long> sizes(ToLongFunction<Range> which) {
    SortedMap<String, Long> sizes = new TreeMap<>();
    ranges.forEach((symbol, range) -> sizes.put(symbol, which.applyAsLong(range)));
    return sizes;
  }

  /** The same for the inputs of a graph; those without open sizes are left out. */
  List<InputRange> of(Graph graph) {
    List<InputRange> inputs = new ArrayList<>();
    for (Graph.Argument input : graph.inputs()) {
      if (input.type().dims().stream().anyMatch(dim -> !Dims.symbols(dim).isEmpty())) {
        inputs.add(
            new InputRange(
                input.name(),
                Growth.shape(input, sizes(Range::min)),
                Growth.shape(input, sizes(Range::opt)),
                Growth.shape(input, sizes(Range::max))));
      }
    }
    return inputs;
  }
}
