package org.nexusgen.weights.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.weights.store.IoErrors;
import org.nexusgen.weights.store.Shown;

/** Reads a JSON object from an untrusted file. */
public final class JsonFiles {
  /** The largest real one, a shard index of a few thousand tensors, has less than 1 MB. */
  public static final long LARGEST_FILE = 64L << 20;

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 100;

  private static final JsonFactory FACTORY = factory(DEEPEST, (int) LARGEST_FILE);

  private JsonFiles() {}

  /** A parser factory that refuses duplicate keys and whatever exceeds the bounds. */
  public static JsonFactory factory(int deepest, int longestString) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(longestString)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Names come from hostile files: no table of them outlives the parser.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /**
   * The object of a file as a tree for parts to read.
   *
   * @throws BadInputException if the file cannot be read or is not a JSON object
   */
  public static ConfigTree config(Path file) {
    return new ConfigTree(file.toString(), withoutNulls(object(file)));
  }

  /** The object of a file in its own order; nulls are {@link JsonNull#NULL}. */
  public static Map<String, Object> object(Path file) {
    byte[] bytes = read(file);
    StrictUtf8.check(bytes, problem -> new BadInputException(file + ": " + problem));
    try (JsonParser parser = parser(FACTORY, bytes)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new BadInputException(
            "%s: got %s, wants a JSON object".formatted(file, first == null ? "nothing" : first));
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw new BadInputException(file + ": more text after the end of the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": " + problem(e), e);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + IoErrors.reason(e), e);
    }
  }

  /** Reads UTF-8 and nothing else; Jackson would guess UTF-16 and UTF-32 from zero bytes. */
  public static JsonParser parser(JsonFactory factory, byte[] utf8) throws IOException {
    return factory.createParser(
        new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8));
  }

  /** What is wrong and where, without the file. */
  public static String problem(JsonProcessingException e) {
    String at =
        e.getLocation() == null
            ? ""
            : " (line %d, column %d)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return "malformed JSON: " + Shown.plain(aboutFile(e.getOriginalMessage())) + at;
  }

  // Jackson names its own settings and sources behind the first sentence, or in brackets.
  private static String aboutFile(String message) {
    return message.replaceFirst("(?s)( \\(start marker at .*|\\R.*)", "");
  }

  private static byte[] read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new BadInputException(
            file + (Files.exists(file) ? ": not a regular file" : ": no such file"));
      }
      long size = Files.size(file);
      if (size > LARGEST_FILE) {
        throw new BadInputException(
            "%s has %d bytes, a JSON file of a model at most %d"
                .formatted(file, size, LARGEST_FILE));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + IoErrors.reason(e), e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, value(parser));
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
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> JsonNull.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value: " + token);
    };
  }

  /** The same tree in which keys whose value is null are absent. */
  static Map<String, Object> withoutNulls(Map<?, ?> object) {
    Map<String, Object> kept = new LinkedHashMap<>();
    object.forEach(
        (key, value) -> {
          if (value != JsonNull.NULL) {
            kept.put((String) key, withoutNulls(value));
          }
        });
    return kept;
  }

  private static Object withoutNulls(Object value) {
    return switch (value) {
      case Map<?, ?> map -> withoutNulls(map);
      case List<?> list -> list.stream().map(JsonFiles::withoutNulls).toList();
      default -> value;
    };
  }
}
