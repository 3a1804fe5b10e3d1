package org.nexusgen.backbone.qwen;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/**
 * How a model wants to be sampled, and where its answers end: {@code generation_config.json}. What
 * is absent there has the value that transformers' {@code GenerationConfig} gives it.
 *
 * @param sampling of tokens
 * @param stopIds ids that end an answer
 */
record GenerationDefaults(TokenSampling sampling, Set<Integer> stopIds) {
  private static final String FILE = "generation_config.json";
  private static final int TOP_K = 50;

  GenerationDefaults {
    stopIds = Set.copyOf(stopIds);
  }

  static GenerationDefaults of(ModelFolder model, ConfigTree config) {
    Optional<ConfigTree> file = model.config(FILE);
    TokenSampling sampling = file.map(GenerationDefaults::sampling).orElseGet(TokenSampling::best);
    Set<Integer> stopIds =
        file.map(tree -> ids(tree, "eos_token_id"))
            .filter(ids -> !ids.isEmpty())
            .or(() -> Optional.of(configured(config)).filter(ids -> !ids.isEmpty()))
            .or(() -> tokenizerEnd(model).stream().mapToObj(id -> Set.of(id)).findFirst())
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no token ends an answer: 'eos_token_id' is missing in %s and config.json of %s"
                            .formatted(FILE, model.root())));
    return new GenerationDefaults(sampling, stopIds);
  }

  private static TokenSampling sampling(ConfigTree tree) {
    double penalty = tree.getDouble("repetition_penalty", 1);
    try {
      if (!tree.getBoolean("do_sample", false)) {
        return new TokenSampling(true, 1, TOP_K, 1, penalty, 0);
      }
      return new TokenSampling(
          false,
          tree.getDouble("temperature", 1),
          tree.getInt("top_k", TOP_K),
          tree.getDouble("top_p", 1),
          penalty,
          0);
    } catch (BadInputException e) {
      throw new BadInputException(e.getMessage() + ", in " + tree.where(), e);
    }
  }

  private static Set<Integer> configured(ConfigTree config) {
    Set<Integer> outside = ids(config, "eos_token_id");
    return outside.isEmpty()
        ? config.getTree("text_config").map(text -> ids(text, "eos_token_id")).orElseGet(Set::of)
        : outside;
  }

  private static Set<Integer> ids(ConfigTree tree, String key) {
    if (tree.values().get(key) instanceof List<?>) {
      return Set.copyOf(tree.requireInts(key));
    }
    return tree.has(key) ? Set.of(tree.requireInt(key)) : Set.of();
  }

  /** The id of the tokenizer's own end token, where its file tells both. */
  private static OptionalInt tokenizerEnd(ModelFolder model) {
    Optional<ConfigTree> tokenizer = model.config("tokenizer_config.json");
    Optional<String> end = tokenizer.flatMap(tree -> tree.getString("eos_token"));
    Optional<ConfigTree> added = tokenizer.flatMap(tree -> tree.getTree("added_tokens_decoder"));
    if (end.isEmpty() || added.isEmpty()) {
      return OptionalInt.empty();
    }
    ConfigTree tokens = added.get();
    return tokens.values().keySet().stream()
        .filter(id -> id.matches("\\d{1,9}"))
        .filter(id -> tokens.getTree(id).flatMap(t -> t.getString("content")).equals(end))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }
}
