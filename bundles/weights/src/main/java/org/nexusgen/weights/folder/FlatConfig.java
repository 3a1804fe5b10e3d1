package org.nexusgen.weights.folder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.weights.ConfigTree;

/**
 * A {@code config.json} with the keys of the original, flat layout. Newer transformers nest the
 * language model's keys under {@code text_config} and its rotary settings under {@code
 * rope_parameters}.
 */
final class FlatConfig {
  private static final String TEXT = "text_config";
  private static final String ROPE = "rope_parameters";
  private static final String ROPE_SCALING = "rope_scaling";
  private static final String ROPE_THETA = "rope_theta";

  private FlatConfig() {}

  /** Keys that stand at the top already win; nothing is taken away. */
  static ConfigTree of(ConfigTree config) {
    Map<String, Object> flat = new LinkedHashMap<>(config.values());
    config.getTree(TEXT).ifPresent(text -> text.values().forEach(flat::putIfAbsent));
    ConfigTree merged = new ConfigTree(config.where(), flat);
    merged
        .getTree(ROPE)
        .ifPresent(
            rope -> {
              flat.putIfAbsent(ROPE_SCALING, rope.values());
              if (rope.has(ROPE_THETA)) {
                flat.putIfAbsent(ROPE_THETA, rope.requireDouble(ROPE_THETA));
              }
            });
    return new ConfigTree(config.where(), flat);
  }
}
