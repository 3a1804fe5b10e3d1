package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/** Checks the {@code model} of a tokenizer.json while streaming: vocabularies are large. */
final class VocabularyCheck {
  /** Far above any vocabulary, far below what an id's arithmetic could overflow. */
  private static final int MAX_ENTRIES = 4_000_000;

  private final String where;

  VocabularyCheck(String where) {
    this.where = where;
  }

  /** Reads the object; gives the unknown token. */
  Optional<String> model(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadInputException(
          where + ": got " + JsonValues.describe(parser) + ", wants an object");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (!keys.add(key)) {
        throw new BadInputException(where + ": key '" + key + "' comes twice");
      }
      parser.nextToken();
      switch (key) {
        case "vocab" -> vocabulary(parser);
        case "merges" -> merges(parser);
        default -> {
          if (parser.currentToken() != JsonToken.VALUE_NULL) {
            settings.put(key, JsonValues.value(parser, where + ", '" + key + "'"));
          }
        }
      }
    }
    require(keys, "vocab");
    return check(new ConfigTree(where, settings), keys);
  }

  private Optional<String> check(ConfigTree settings, Set<String> keys) {
    String type =
        settings.getString("type").orElseGet(() -> keys.contains("merges") ? "BPE" : "WordLevel");
    switch (type) {
      case "BPE" -> {
        require(keys, "merges");
        refuse(settings.getDouble("dropout", 0) != 0, "dropout", "is random; wants none");
        // Aborts in native code when a merged word is shorter than the prefix.
        boolean prefixed = settings.getString("continuing_subword_prefix").isPresent();
        refuse(
            prefixed && !settings.requireString("continuing_subword_prefix").isEmpty(),
            "continuing_subword_prefix",
            "is not supported for BPE");
      }
      case "WordLevel" -> settings.requireString("unk_token");
      default ->
          throw new BadInputException(
              "%s: type %s is not supported; there are BPE and WordLevel".formatted(where, type));
    }
    return settings.getString("unk_token");
  }

  private void vocabulary(JsonParser parser) throws IOException {
    String inside = where + ", 'vocab'";
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadInputException(
          inside + ": got " + JsonValues.describe(parser) + ", wants an object of words and ids");
    }
    int entries = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String word = parser.currentName();
      boolean whole = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
      if (!whole || parser.getLongValue() < 0 || parser.getLongValue() > Integer.MAX_VALUE) {
        throw new BadInputException(
            "%s: id of '%s' is %s, wants a whole number of 0 or more"
                .formatted(inside, word, parser.getText()));
      }
      if (++entries > MAX_ENTRIES) {
        throw new BadInputException(inside + ": more than " + MAX_ENTRIES + " words");
      }
    }
  }

  /** Old writers put "a b" strings, new ones pairs. */
  private void merges(JsonParser parser) throws IOException {
    String inside = where + ", 'merges'";
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadInputException(
          inside + ": got " + JsonValues.describe(parser) + ", wants a list");
    }
    int entries = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        for (int part = 0; part < 2; part++) {
          string(parser.nextToken(), inside, entries);
        }
        if (parser.nextToken() != JsonToken.END_ARRAY) {
          throw new BadInputException(inside + "[" + entries + "]: wants two parts");
        }
      } else {
        string(parser.currentToken(), inside, entries);
      }
      if (++entries > MAX_ENTRIES) {
        throw new BadInputException(inside + ": more than " + MAX_ENTRIES + " merges");
      }
    }
  }

  private static void string(JsonToken token, String inside, int entry) {
    if (token != JsonToken.VALUE_STRING) {
      throw new BadInputException(inside + "[" + entry + "]: wants \"a b\" or [\"a\", \"b\"]");
    }
  }

  private void require(Set<String> keys, String key) {
    if (!keys.contains(key)) {
      throw new BadInputException("key '%s' is missing in %s".formatted(key, where));
    }
  }

  private void refuse(boolean wrong, String key, String why) {
    if (wrong) {
      throw new BadInputException("key '%s' in %s %s".formatted(key, where, why));
    }
  }
}
