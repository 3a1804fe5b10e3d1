package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** Which weights a graph is bound to: a text for each that differs when its values may. */
public final class WeightIdentity {
  private WeightIdentity() {}

  /**
   * Looks at every weight once; computed ones are read.
   *
   * @throws BadInputException if one is missing, or is not what the graph wants
   */
  public static List<String> of(Graph graph, WeightStore store) {
    List<String> identities = new ArrayList<>();
    for (Graph.Argument weight : graph.weights()) {
      WeightEntry entry = store.entry(weight.name());
      check(graph, weight, entry, store);
      identities.add(weight.name() + " " + of(entry));
    }
    return identities;
  }

  private static void check(
      Graph graph, Graph.Argument weight, WeightEntry entry, WeightStore store) {
    ValueType stored = ValueType.of(weight.type().dtype(), entry.shape());
    if (!entry.dtype().isFloat() || !stored.equals(weight.type())) {
      throw new BadInputException(
          "tensor '%s' in %s is %s %s, the graph '%s' wants real numbers %s"
              .formatted(
                  weight.name(),
                  store.where(),
                  entry.dtype(),
                  entry.shape(),
                  graph.name(),
                  weight.type().dims().toString().replace(" ", "")));
    }
  }

  private static String of(WeightEntry entry) {
    try {
      return switch (entry) {
        case WeightEntry.InFile in -> {
          Path file = in.file().toRealPath();
          yield "%s %d %d %d %d %s"
              .formatted(
                  file,
                  Files.size(file),
                  Files.getLastModifiedTime(file).toMillis(),
                  in.offset(),
                  in.length(),
                  in.dtype());
        }
        case WeightEntry.InMemory memory -> {
          MessageDigest digest = PlanKey.sha256();
          digest.update(memory.tensor().bytes());
          yield HexFormat.of().formatHex(digest.digest()) + " " + memory.dtype();
        }
      };
    } catch (IOException e) {
      throw new BadInputException("tensor '%s' cannot be read: %s".formatted(entry.name(), e), e);
    }
  }
}
