package org.nexusgen.weights.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.weights.store.Shown;

/**
 * What an {@code adapter_config.json} says that changes numbers.
 *
 * @param rank of all factors
 * @param alpha strength, as plain LoRA counts it
 */
record PeftConfig(int rank, double alpha) {
  /** Kinds of adapters that are more than W + B A, and what plain ones have. */
  private static final Map<String, Object> PLAIN =
      Map.of(
          "peft_type",
          "LORA",
          "bias",
          "none",
          "use_dora",
          false,
          "fan_in_fan_out",
          false,
          "rank_pattern",
          Map.of(),
          "alpha_pattern",
          Map.of());

  private static final String START = "init_lora_weights";

  /** Starts that take away from W what A and B begin with. */
  private static final Pattern MOVES_WEIGHTS = Pattern.compile("(pissa|olora|corda|loftq).*");

  /**
   * @throws BadInputException if a key is missing, or the adapter is of another kind
   */
  static PeftConfig of(ConfigTree tree) {
    PLAIN.forEach(
        (key, plain) -> {
          Object value = tree.values().get(key);
          if (value != null && !value.equals(plain)) {
            throw new BadInputException(
                "key '%s' in %s: got %s, only %s is supported; merge the adapter with PEFT"
                    .formatted(key, tree.where(), value, plain));
          }
        });
    if (tree.values().get(START) instanceof String start
        && MOVES_WEIGHTS.matcher(start).matches()) {
      throw new BadInputException(
          "key '%s' in %s: got %s, which changes the weights below the adapter; merge it with PEFT"
              .formatted(START, tree.where(), Shown.quoted(start)));
    }
    int rank = tree.requireInt("r");
    double alpha = tree.requireDouble("lora_alpha");
    // Kalajdzievski 2023: alpha / √rank instead of alpha / rank.
    return new PeftConfig(
        rank, tree.getBoolean("use_rslora", false) ? alpha * Math.sqrt(rank) : alpha);
  }

  /** The file's text, as PEFT's own loader reads it. */
  byte[] json(List<String> modules) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator =
        new JsonFactory().createGenerator(json).useDefaultPrettyPrinter()) {
      generator.writeStartObject();
      generator.writeStringField("peft_type", "LORA");
      generator.writeNumberField("r", rank);
      generator.writeNumberField("lora_alpha", alpha);
      generator.writeNumberField("lora_dropout", 0.0);
      generator.writeStringField("bias", "none");
      generator.writeBooleanField("fan_in_fan_out", false);
      generator.writeBooleanField("inference_mode", true);
      generator.writeArrayFieldStart("target_modules");
      for (String module : modules) {
        generator.writeString(module);
      }
      generator.writeEndArray();
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on an array", e);
    }
    return json.toByteArray();
  }
}
