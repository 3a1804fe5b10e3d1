package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.tokenizer.TokenizerDefinition.Span;

/**
 * Reads and checks a tokenizer.json before native code sees it. The native library ends the process
 * on some definitions (a pattern that is too slow, a prefix longer than a word), so only what is
 * known to be safe passes; see {@link SafeComponents}.
 */
final class TokenizerReader {
  private final String where;
  private final String json;
  private final Set<String> keys = new HashSet<>();
  private List<AddedToken> added = List.of();
  private Span addedSpan = new Span(0, 0);
  private Optional<String> unknown = Optional.empty();
  private boolean hasModel;

  private TokenizerReader(String where, String json) {
    this.where = where;
    this.json = json;
  }

  /**
   * @throws BadInputException if it is malformed, or asks for something that is not supported
   */
  static TokenizerDefinition read(String where, String json) {
    return new TokenizerReader(where, json).read();
  }

  private TokenizerDefinition read() {
    try (JsonParser parser = JsonValues.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadInputException(
            where + ": got " + JsonValues.describe(parser) + ", wants a JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        section(parser, parser.currentName());
      }
      if (parser.nextToken() != null) {
        throw new BadInputException(where + ": text follows the JSON object");
      }
    } catch (StreamReadException e) {
      throw new BadInputException(where + " is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadInputException(where + " cannot be read: " + e.getMessage(), e);
    }
    if (!hasModel) {
      throw new BadInputException("key 'model' is missing in " + where);
    }
    return new TokenizerDefinition(where, withList(), added, unknown, listSpan());
  }

  /** The JSON, with an empty list of added tokens where it has none. */
  private String withList() {
    int brace = json.indexOf('{') + 1;
    return keys.contains("added_tokens")
        ? json
        : json.substring(0, brace) + "\"added_tokens\":[]," + json.substring(brace);
  }

  private Span listSpan() {
    int from = json.indexOf('{') + 1 + "\"added_tokens\":".length();
    return keys.contains("added_tokens") ? addedSpan : new Span(from, from + 2);
  }

  private void section(JsonParser parser, String key) throws IOException {
    if (!keys.add(key)) {
      throw new BadInputException(where + ": key '" + key + "' comes twice");
    }
    parser.nextToken();
    String inside = where + ", '" + key + "'";
    switch (key) {
      case "added_tokens" -> addedTokens(parser, inside);
      case "model" -> {
        unknown = new VocabularyCheck(inside).model(parser);
        hasModel = true;
      }
      case "normalizer", "pre_tokenizer", "post_processor", "decoder" -> {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
          Map<String, Object> component = JsonValues.object(parser, inside);
          SafeComponents.check(key, component, inside);
        }
      }
      default -> parser.skipChildren(); // version; truncation and padding are switched off anyway
    }
  }

  private void addedTokens(JsonParser parser, String inside) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      throw new BadInputException(inside + ": got null, wants a list");
    }
    Object value = JsonValues.value(parser, inside);
    if (!(value instanceof List<?> list)) {
      throw new BadInputException(inside + ": wants a list");
    }
    List<AddedToken> tokens = new ArrayList<>();
    for (Object entry : list) {
      if (!(entry instanceof Map<?, ?> map)) {
        throw new BadInputException(inside + "[" + tokens.size() + "]: wants an object");
      }
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, ?> values = (Map<String, ?>) map;
      String at = inside + "[" + tokens.size() + "]";
      int id = new org.nexusgen.api.weights.ConfigTree(at, values).requireInt("id");
      tokens.add(AddedToken.of(id, values, at));
    }
    added = tokens;
    addedSpan = new Span(from, (int) parser.currentTokenLocation().getCharOffset() + 1);
  }
}
