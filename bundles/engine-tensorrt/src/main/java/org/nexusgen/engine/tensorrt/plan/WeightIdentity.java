package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** Which weights a graph is bound to: a text for each that differs when its values may. */
public final class WeightIdentity {
  private WeightIdentity() {}

  /**
   * Looks at every weight once; computed ones and files that are not known yet are read.
   *
   * @param files of weights by their content
   * @throws BadInputException if one is missing, or is not what the graph wants
   */
  public static List<String> of(
      Graph graph, WeightStore store, FileDigests files, Cancellation cancellation) {
    Map<Path, String> digests = new HashMap<>(); // a file has many weights
    List<String> identities = new ArrayList<>();
    for (Graph.Argument weight : graph.weights()) {
      WeightEntry entry = store.entry(weight.name());
      check(graph, weight, entry, store);
      identities.add(weight.name() + " " + of(entry, files, digests, cancellation));
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

  private static String of(
      WeightEntry entry, FileDigests files, Map<Path, String> digests, Cancellation cancellation) {
    try {
      return switch (entry) {
        case WeightEntry.InFile in -> {
          String digest = digests.get(in.file());
          if (digest == null) {
            digest = files.of(in.file(), cancellation);
            digests.put(in.file(), digest);
          }
          yield "%s %d %d %s".formatted(digest, in.offset(), in.length(), in.dtype());
        }
        case WeightEntry.InMemory memory -> {
          MessageDigest digest = PlanKey.sha256();
          digest.update(memory.tensor().bytes());
          yield HexFormat.of().formatHex(digest.digest()) + " " + memory.dtype();
        }
      };
    } catch (IOException e) {
      Interruption.check(e);
      throw new BadInputException("tensor '%s' cannot be read: %s".formatted(entry.name(), e), e);
    }
  }
}
