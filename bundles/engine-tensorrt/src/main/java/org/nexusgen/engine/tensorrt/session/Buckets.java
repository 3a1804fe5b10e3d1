package org.nexusgen.engine.tensorrt.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;

/**
 * The sizes for which plans are built.
 *
 * @param sizes ascending, by {@code symbol} or {@code graph.symbol}
 */
public record Buckets(Map<String, List<Long>> sizes) {
  /** For a symbol without sizes of its own: powers of two from here. */
  private static final long SMALLEST = 8;

  public Buckets {
    sizes = Map.copyOf(sizes);
  }

  /**
   * Reads {@code rows=1,512 past=1024}.
   *
   * @throws BadInputException if it is something else
   */
  public static Buckets parse(String text) {
    Map<String, List<Long>> sizes = new HashMap<>();
    for (String entry : text.strip().split("\\s+", -1)) {
      String[] sides = entry.split("=", -1);
      try {
        if (sides.length == 2) {
          List<Long> values =
              Arrays.stream(sides[1].split(",", -1)).map(Long::valueOf).sorted().toList();
          if (sizes.put(sides[0], values) != null) {
            throw new BadInputException(
                "tensorrt.sizes: got '%s' twice, wants one list for each symbol"
                    .formatted(sides[0]));
          }
        }
      } catch (NumberFormatException e) {
        sides = new String[0];
      }
      List<Long> read = sides.length == 2 ? sizes.getOrDefault(sides[0], List.of()) : List.of();
      if (!entry.isEmpty() && (read.isEmpty() || read.getFirst() < 1)) {
        throw new BadInputException(
            "tensorrt.sizes: got '%s', wants a symbol and positive sizes such as rows=1,512"
                .formatted(entry));
      }
    }
    return new Buckets(sizes);
  }

  /** Those that are listed for a symbol of a graph; empty if none are. */
  List<Long> of(String graph, String symbol) {
    return sizes.getOrDefault(graph + "." + symbol, sizes.getOrDefault(symbol, List.of()));
  }

  /** The largest that a plan with open sizes is for; it holds a size. */
  long most(String graph, String symbol, long size) {
    List<Long> listed = of(graph, symbol);
    return choose(graph, symbol, listed.isEmpty() ? size : Math.max(size, listed.getLast()));
  }

  /**
   * The one for which kernels are chosen in a plan with open sizes: the middle of those that are
   * listed, of two the larger. What is not listed is not known before it comes: then the largest.
   */
  long usual(String graph, String symbol, long size) {
    List<Long> listed = of(graph, symbol);
    return listed.isEmpty() || size > listed.getLast()
        ? most(graph, symbol, size)
        : listed.get(listed.size() / 2);
  }

  /** The smallest that holds a size; beyond the largest, the next multiple of it. */
  long choose(String graph, String symbol, long size) {
    List<Long> listed = of(graph, symbol);
    if (listed.isEmpty()) {
      return Math.max(SMALLEST, size <= 1 ? 1 : Long.highestOneBit(size - 1) << 1);
    }
    long largest = listed.getLast();
    return listed.stream()
        .filter(listedSize -> listedSize >= size)
        .findFirst()
        .orElse(Math.ceilDiv(size, largest) * largest);
  }
}
