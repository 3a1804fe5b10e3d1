package org.nexusgen.weights.adapter;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.names.BackboneNames;
import org.nexusgen.weights.names.DecoderNames;

/** PEFT's names for the factors of a weight, and the other way round. */
final class PeftNames {
  private static final String WRAPPED = "base_model.model.";
  private static final String WEIGHT = ".weight";
  private static final String TRANSFORMER = "dit.";
  private static final String ADAPTER = "adapter.";
  private static final String MERGER = "embedding_merger.";

  /** Some writers leave the wrapper's name out, some put the adapter's name in. */
  private static final Pattern FACTOR =
      Pattern.compile("(?:base_model\\.model\\.)?(.+)\\.lora_([AB])(?:\\.[^.]+)?\\.weight");

  /** What a bare FLUX transformer's blocks are called. */
  private static final Pattern BARE_TRANSFORMER = Pattern.compile("(single_)?blocks\\.\\d+\\..+");

  private PeftNames() {}

  /**
   * One of the two factors.
   *
   * @param weight canonical name
   * @param isA whether it is A
   */
  record Factor(String weight, boolean isA) {}

  static Optional<Factor> parse(String name) {
    Matcher matcher = FACTOR.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new Factor(canonical(matcher.group(1)) + WEIGHT, matcher.group(2).equals("A")))
        : Optional.empty();
  }

  private static String canonical(String module) {
    return BARE_TRANSFORMER.matcher(module).matches() || module.startsWith("pipe.")
        ? DecoderNames.withPart(module)
        : BackboneNames.canonical(module);
  }

  static String a(String weight) {
    return WRAPPED + module(weight) + ".lora_A.weight";
  }

  static String b(String weight) {
    return WRAPPED + module(weight) + ".lora_B.weight";
  }

  /** The layer that a weight belongs to, as the original's code has it. */
  static String module(String weight) {
    return DecoderNames.original(weight.substring(0, weight.length() - WEIGHT.length()));
  }

  /** The sets that may have a weight of this name. */
  static Set<WeightSet> sets(String weight) {
    if (weight.startsWith(TRANSFORMER)) {
      return Set.of(WeightSet.GENERATION_DECODER, WeightSet.EDITING_DECODER);
    }
    if (weight.startsWith(ADAPTER)) {
      return Set.of(WeightSet.GENERATION_DECODER);
    }
    return Set.of(weight.startsWith(MERGER) ? WeightSet.EDITING_DECODER : WeightSet.BACKBONE);
  }
}
