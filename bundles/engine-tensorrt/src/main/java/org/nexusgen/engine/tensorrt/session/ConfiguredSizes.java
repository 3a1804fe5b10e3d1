package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All sets of sizes that are configured for a graph. */
final class ConfiguredSizes {
  private ConfiguredSizes() {}

  /** Empty if a symbol has no sizes: its graph's plans are built as runs ask for them. */
  static List<SortedMap<String, Long>> of(
      String graph, Collection<String> symbols, Buckets buckets) {
    List<SortedMap<String, Long>> all = List.of(new TreeMap<>());
    for (String symbol : symbols) {
      List<SortedMap<String, Long>> longer = new ArrayList<>();
      for (SortedMap<String, Long> sizes : all) {
        for (long size : buckets.of(graph, symbol)) {
          SortedMap<String, Long> more = new TreeMap<>(sizes);
          more.put(symbol, size);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }
}
