package org.nexusgen.training.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;

/** Reads JSON objects as maps in their own order; a null counts as absent. */
public final class Json {
  private static final int DEEPEST = 50;
  private static final long LARGEST_FILE = 16L << 20;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Json() {}

  /**
   * The object of a file.
   *
   * @throws BadInputException if the file cannot be read or is no JSON object
   */
  public static Map<String, Object> read(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new BadInputException(
            "%s has %d bytes, wants at most %d".formatted(file, Files.size(file), LARGEST_FILE));
      }
      return object(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new BadInputException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * The object that a text is.
   *
   * @param where the text comes from, for messages
   * @throws BadInputException if it is no JSON object
   */
  public static Map<String, Object> object(String text, String where) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadInputException(where + ": wants a JSON object");
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw new BadInputException(where + ": more text after the end of the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s: malformed JSON in line %d, column %d: %s"
              .formatted(
                  where,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on a string", e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        object.put(key, value(parser));
      }
    }
    return object;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL ->
          throw new BadInputException(
              "a JSON list holds null in line %d".formatted(parser.currentLocation().getLineNr()));
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }
}
