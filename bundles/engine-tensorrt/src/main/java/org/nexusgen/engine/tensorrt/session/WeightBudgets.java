package org.nexusgen.engine.tensorrt.session;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * How much of its weights each graph may have on the device, as {@code tensorrt11.weightMebibytes}
 * says it: {@code 20000}, or {@code flux-transformer=20000} for one graph.
 *
 * @param usual bytes, or {@link Request.Load#ALL}
 * @param byGraph those of graphs that differ, by name with hyphens for blanks
 */
public record WeightBudgets(long usual, Map<String, Long> byGraph) {
  /** All weights are on the device. */
  public static final WeightBudgets ALL = new WeightBudgets(Request.Load.ALL, Map.of());

  private static final int MEBIBYTE = 20;

  public WeightBudgets {
    byGraph = Map.copyOf(byGraph);
  }

  /**
   * @throws BadInputException if a word is neither a number nor {@code GRAPH=NUMBER}
   */
  public static WeightBudgets parse(String text) {
    long usual = Request.Load.ALL;
    Map<String, Long> byGraph = new HashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      String number = word.substring(equals + 1);
      if (word.isEmpty()) {
        continue;
      }
      if (!number.matches("\\d{1,9}") || equals == 0) {
        throw new BadInputException(
            "tensorrt11.weightMebibytes: got '%s', wants MiB as in 20000, or flux-transformer=20000"
                .formatted(word));
      }
      long bytes = Long.parseLong(number) << MEBIBYTE;
      if (equals < 0) {
        usual = bytes;
      } else {
        byGraph.put(word.substring(0, equals), bytes);
      }
    }
    return new WeightBudgets(usual, byGraph);
  }

  /** Bytes for the weights of a graph, or {@link Request.Load#ALL}. */
  public long of(String graph) {
    return byGraph.getOrDefault(graph.replace(' ', '-'), usual);
  }
}
