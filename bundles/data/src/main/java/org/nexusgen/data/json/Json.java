package org.nexusgen.data.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values of untrusted text as maps, lists, strings, numbers and booleans. */
public final class Json {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 100;

  /** Refuses duplicate keys and what exceeds the bounds. */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LineReader.LONGEST)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Names come from hostile files: no table of them outlives the parser.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** A null in an array; a key whose value is null is absent. */
  public enum Null {
    NULL
  }

  private Json() {}

  /** The one object of a text. */
  public static Map<String, Object> object(String text, Place place) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw place.bad("got %s, wants a JSON object".formatted(kind(parser.currentToken())));
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw place.bad("more text after the JSON object; one object a line");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw place.bad(problem(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a value is, for messages. */
  public static String kind(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "an object";
      case List<?> list -> "an array";
      case String text -> "a string";
      case Number number -> "a number";
      case Boolean truth -> "a boolean";
      default -> "null";
    };
  }

  private static String kind(@org.jspecify.annotations.Nullable JsonToken token) {
    return token == null ? "nothing" : token.isScalarValue() ? "a single value" : "an array";
  }

  static String problem(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    // Jackson names its own settings and sources behind the first sentence.
    int end = message.indexOf("\n");
    return "malformed JSON: "
        + (end < 0 ? message : message.substring(0, end)).replaceAll("\\p{Cntrl}", " ")
        + (e.getLocation() == null ? "" : " (column %d)".formatted(e.getLocation().getColumnNr()));
  }

  static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        object.put(key, value(parser));
      }
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }
}
