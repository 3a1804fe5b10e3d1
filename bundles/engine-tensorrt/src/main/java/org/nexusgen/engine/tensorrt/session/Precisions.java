package org.nexusgen.engine.tensorrt.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;

/**
 * The arithmetic of each graph, as {@code tensorrt.precision} says it: {@code fp32}, or {@code fp16
 * flux-autoencoder-decoder=fp32} for all graphs but one. Not every release has {@code bf16}.
 *
 * @param usual {@code fp32}, {@code fp16} or {@code bf16}
 * @param byGraph those of graphs that differ, by name
 */
public record Precisions(String usual, Map<String, String> byGraph) {
  private static final Set<String> KNOWN = Set.of("fp32", "fp16", "bf16");
  private static final String FULL = "fp32";

  public Precisions {
    byGraph = Map.copyOf(byGraph);
  }

  /**
   * @throws BadInputException if a word is neither a precision nor {@code GRAPH=PRECISION}
   */
  public static Precisions parse(String text) {
    String usual = FULL;
    Map<String, String> byGraph = new HashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      String precision = word.substring(equals + 1);
      if (!KNOWN.contains(precision) || equals == 0) {
        throw new BadInputException(
            ("tensorrt.precision: got '%s', wants fp32, fp16 or bf16, and GRAPH=fp32 and the like"
                    + " for graphs that differ")
                .formatted(word));
      }
      if (equals < 0) {
        usual = precision;
      } else {
        byGraph.put(word.substring(0, equals), precision);
      }
    }
    return new Precisions(usual, byGraph);
  }

  /** Whether a graph may compute in it. */
  public boolean uses(String precision) {
    return usual.equals(precision) || byGraph.containsValue(precision);
  }

  /**
   * What a graph computes in where it may: {@code fp32}, {@code fp16} or {@code bf16}.
   *
   * @param graph its name; in the setting, hyphens stand for its blanks
   */
  public String of(String graph) {
    return byGraph.getOrDefault(graph.replace(' ', '-'), usual);
  }
}
