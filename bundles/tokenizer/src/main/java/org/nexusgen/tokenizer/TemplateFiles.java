package org.nexusgen.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/**
 * Finds a folder's chat template: chat_template.jinja, chat_template.json, tokenizer_config.json.
 */
final class TemplateFiles {
  private static final String KEY = "chat_template";
  private static final List<String> SPECIAL_TOKENS =
      List.of("bos_token", "eos_token", "pad_token", "unk_token");

  private final ModelFolder folder;

  TemplateFiles(ModelFolder folder) {
    this.folder = folder;
  }

  private record Found(String where, String text) {}

  /** The template, made ready when it is first asked for. */
  Supplier<ChatTemplate> template() {
    Optional<Found> found = find();
    Map<String, String> specialTokens = specialTokens();
    return new Supplier<>() {
      private Optional<ChatTemplate> made = Optional.empty();

      @Override
      public synchronized ChatTemplate get() {
        ChatTemplate template =
            made.orElseGet(() -> make(found.orElseThrow(this::missing), specialTokens));
        made = Optional.of(template);
        return template;
      }

      private BadInputException missing() {
        return new BadInputException(
            "no chat template in %s: wants chat_template.jinja, chat_template.json, or the key '%s' in tokenizer_config.json"
                .formatted(folder.root(), KEY));
      }
    };
  }

  private static ChatTemplate make(Found found, Map<String, String> specialTokens) {
    return ChatMarkup.of(found.text())
        .orElseGet(() -> new JinjaTemplate(found.where(), found.text(), specialTokens));
  }

  private Optional<Found> find() {
    return folder
        .file("chat_template.jinja")
        .map(file -> new Found(file.toString(), TokenizerFiles.text(file)))
        .or(() -> folder.config("chat_template.json").map(config -> found(config, named(config))))
        .or(
            () ->
                folder
                    .config("tokenizer_config.json")
                    .filter(config -> config.has(KEY))
                    .map(config -> found(config, named(config))));
  }

  private static Found found(ConfigTree config, String text) {
    return new Found(config.where() + ", '" + KEY + "'", text);
  }

  /** The template of a config: a string, or the one named {@code default} of a list. */
  private static String named(ConfigTree config) {
    if (config.values().get(KEY) instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> map
            && "default".equals(map.get("name"))
            && map.get("template") instanceof String text) {
          return text;
        }
      }
      throw new BadInputException(
          "key '%s' in %s: a list without an entry named 'default'".formatted(KEY, config.where()));
    }
    return config.requireString(KEY);
  }

  /** Special tokens are strings, or objects with a content. */
  private Map<String, String> specialTokens() {
    Map<String, String> tokens = new HashMap<>();
    folder
        .config("tokenizer_config.json")
        .ifPresent(
            config -> {
              for (String name : SPECIAL_TOKENS) {
                Object value = config.values().get(name);
                if (value instanceof Map<?, ?>) {
                  tokens.put(name, config.requireTree(name).requireString("content"));
                } else {
                  config.getString(name).ifPresent(token -> tokens.put(name, token));
                }
              }
            });
    return tokens;
  }
}
