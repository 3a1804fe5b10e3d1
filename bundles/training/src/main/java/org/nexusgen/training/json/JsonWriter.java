package org.nexusgen.training.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, strings, numbers and truths as JSON. */
public final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonWriter() {}

  /** In one line. */
  public static String line(Map<String, ?> object) {
    return write(object, false);
  }

  /** Over several lines, for people. */
  public static String pretty(Map<String, ?> object) {
    return write(object, true) + "\n";
  }

  private static String write(Map<String, ?> object, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      value(generator, object);
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on a string", e);
    }
    return text.toString();
  }

  private static void value(JsonGenerator to, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.writeFieldName(String.valueOf(entry.getKey()));
          value(to, entry.getValue());
        }
        to.writeEndObject();
      }
      case Collection<?> list -> {
        to.writeStartArray();
        for (Object item : list) {
          value(to, item);
        }
        to.writeEndArray();
      }
      case Double number -> number(to, number);
      case Integer number -> to.writeNumber(number);
      case Long number -> to.writeNumber(number);
      case Boolean truth -> to.writeBoolean(truth);
      default -> to.writeString(String.valueOf(value));
    }
  }

  // JSON has no word for what is no number.
  private static void number(JsonGenerator to, double number) throws IOException {
    if (Double.isFinite(number)) {
      to.writeNumber(number);
    } else {
      to.writeString(Double.toString(number));
    }
  }
}
