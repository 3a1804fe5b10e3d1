package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;

/**
 * JSON as maps and lists, JSON nulls left out. A key that comes twice is refused: readers would
 * differ on which one counts.
 */
final class JsonValues {
  /** No tokenizer nests deeper; the native reader has a limit of its own at 128. */
  private static final int MAX_DEPTH = 64;

  /** Longest string in a file: chat templates of tool models reach some ten thousand. */
  private static final int MAX_STRING = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private JsonValues() {}

  static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }

  /** Writers of JSON, for what is put together in memory. */
  static JsonFactory factory() {
    return FACTORY;
  }

  /** The object that the parser stands on the first brace of. */
  static Map<String, Object> object(JsonParser parser, String where) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadInputException(where + ": got " + describe(parser) + ", wants an object");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (!keys.add(key)) {
        throw new BadInputException(where + ": key '" + key + "' comes twice");
      }
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        values.put(key, value(parser, where + ", '" + key + "'"));
      }
    }
    return values;
  }

  /** Any value but null. */
  static Object value(JsonParser parser, String where) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, where);
      case START_ARRAY -> array(parser, where);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_NULL -> throw new BadInputException(where + ": got null, wants a value");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new BadInputException(where + ": got " + describe(parser) + ", wants a value");
    };
  }

  private static List<Object> array(JsonParser parser, String where) throws IOException {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, where + "[" + values.size() + "]"));
    }
    return values;
  }

  static String describe(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return token == null ? "the end of the file" : token.name().toLowerCase(Locale.ROOT);
  }
}
