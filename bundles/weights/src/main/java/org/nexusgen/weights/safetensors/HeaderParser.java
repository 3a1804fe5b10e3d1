package org.nexusgen.weights.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.weights.json.JsonFiles;
import org.nexusgen.weights.json.StrictUtf8;
import org.nexusgen.weights.store.Shown;

/** The JSON of a safetensors header, read as a stream. Reference: safetensors' format page. */
final class HeaderParser {
  static final String METADATA = "__metadata__";

  private static final int DEEPEST = 16;
  private static final JsonFactory FACTORY =
      JsonFiles.factory(DEEPEST, SafetensorsReader.LARGEST_HEADER);

  private final String where;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<HeaderEntry> entries = new ArrayList<>();

  private HeaderParser(String where) {
    this.where = where;
  }

  /** What a header says; ranges are not compared with each other or with the file. */
  record Header(Map<String, String> metadata, List<HeaderEntry> entries) {}

  static Header parse(String where, byte[] json) {
    HeaderParser parser = new HeaderParser(where);
    parser.checkText(json);
    parser.readAll(json);
    return new Header(parser.metadata, parser.entries);
  }

  private void checkText(byte[] json) {
    if (json.length == 0 || json[0] != '{') {
      throw bad("the header does not begin with '{'");
    }
    StrictUtf8.check(json, problem -> bad("header: " + problem));
    int end = json.length;
    while (json[end - 1] == ' ') {
      end--;
    }
    if (json[end - 1] != '}') {
      throw bad("the header does not end with '}' and spaces");
    }
  }

  private void readAll(byte[] json) {
    try (JsonParser parser = JsonFiles.parser(FACTORY, json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(parser);
        } else {
          entries.add(readEntry(name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw bad("more text after the end of the header's object");
      }
    } catch (JsonProcessingException e) {
      throw new BadInputException(where + ": header: " + JsonFiles.problem(e), e);
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on an array", e);
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("__metadata__ is not an object of strings");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw bad("__metadata__ key %s does not hold a string".formatted(Shown.quoted(key)));
      }
      metadata.put(key, parser.getText());
    }
  }

  private HeaderEntry readEntry(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("tensor %s is not described by an object".formatted(Shown.quoted(name)));
    }
    @Nullable DType dtype = null;
    long @Nullable [] dims = null;
    long @Nullable [] offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "dtype" -> dtype = readType(name, parser);
        case "shape" -> dims = readNumbers(name, key, parser);
        case "data_offsets" -> offsets = readNumbers(name, key, parser);
        default -> parser.skipChildren(); // the reference reader ignores further keys, too
      }
    }
    if (dtype == null || dims == null || offsets == null) {
      throw bad("tensor %s lacks dtype, shape or data_offsets".formatted(Shown.quoted(name)));
    }
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw bad(
          "tensor %s: data_offsets are %s, wants [begin, end] with begin <= end"
              .formatted(Shown.quoted(name), Shown.plain(Arrays.toString(offsets))));
    }
    return new HeaderEntry(name, dtype, Shape.of(dims), offsets[0], offsets[1]);
  }

  private DType readType(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("tensor %s: dtype is not a string".formatted(Shown.quoted(name)));
    }
    String type = parser.getText();
    Optional<DType> parsed = TypeNames.parse(type);
    return parsed.orElseThrow(
        () ->
            bad(
                "tensor %s has dtype %s, %s"
                    .formatted(Shown.quoted(name), Shown.quoted(type), TypeNames.refusal(type))));
  }

  private long[] readNumbers(String name, String key, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("tensor %s: %s is not a list".formatted(Shown.quoted(name), key));
    }
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw bad(
            "tensor %s: %s holds something that is no whole number"
                .formatted(Shown.quoted(name), key));
      }
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw bad("tensor %s: %s holds a number beyond 64 bits".formatted(Shown.quoted(name), key));
      }
      long number = parser.getLongValue();
      if (number < 0) {
        throw bad(
            "tensor %s: %s holds %d, wants 0 or more".formatted(Shown.quoted(name), key, number));
      }
      numbers.add(number);
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private BadInputException bad(String problem) {
    return new BadInputException(where + ": " + problem);
  }
}
