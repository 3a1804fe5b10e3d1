package org.nexusgen.weights.names;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.TensorSource;

/**
 * Vision decoders with their projectors: {@code adapter.*} or {@code embedding_merger.*}, and
 * {@code dit.*}. Nexus-Gen V2 writes {@code pipe.dit.*}; its generation loader also takes bare
 * names of the transformer; V1 has bare names throughout, the adapter's being numbers.
 */
public final class DecoderNames {
  private static final String DIT = "dit.";
  private static final String V2_DIT = "pipe.dit.";
  private static final String ADAPTER = "adapter.";
  private static final String MERGER = "embedding_merger.";
  private static final Pattern V1_ADAPTER = Pattern.compile("\\d+\\.(weight|bias)");

  private DecoderNames() {}

  /**
   * @param transformer FLUX's own transformer, for a file that holds only a projector
   */
  public static Checkpoint canonical(Checkpoint raw, Supplier<Optional<Checkpoint>> transformer) {
    Checkpoint named = raw.rename(DecoderNames::withPart);
    if (named.hasPrefix(DIT)) {
      return TransformerNames.canonical(named);
    }
    return transformer
        .get()
        .map(alone -> both(named, TransformerNames.canonical(alone.rename(DecoderNames::withPart))))
        .orElse(named);
  }

  /** The name that Nexus-Gen V2's files have for a canonical one. */
  public static String original(String canonical) {
    return canonical.startsWith(DIT) ? V2_DIT + canonical.substring(DIT.length()) : canonical;
  }

  /** The canonical name of a weight or layer in any of these layouts. */
  public static String withPart(String name) {
    if (name.startsWith(V2_DIT)) {
      return DIT + name.substring(V2_DIT.length());
    }
    if (name.startsWith(DIT) || name.startsWith(ADAPTER) || name.startsWith(MERGER)) {
      return name;
    }
    return (V1_ADAPTER.matcher(name).matches() ? ADAPTER : DIT) + name;
  }

  private static Checkpoint both(Checkpoint projector, Checkpoint transformer) {
    Map<String, TensorSource> tensors = new LinkedHashMap<>(projector.tensors());
    tensors.putAll(transformer.tensors());
    return new Checkpoint(projector.where() + " and " + transformer.where(), tensors);
  }
}
