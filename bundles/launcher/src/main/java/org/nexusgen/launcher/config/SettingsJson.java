package org.nexusgen.launcher.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Settings and faults as one JSON object on a line. */
final class SettingsJson {
  private SettingsJson() {}

  /** Writes the fields of one thing. */
  private interface Fields<T> {
    void write(JsonGenerator json, T one) throws IOException;
  }

  static String values(List<Setting> settings) {
    return array("settings", settings, SettingsJson::value);
  }

  static String definitions(List<Setting> settings) {
    return array(
        "settings",
        settings,
        (json, one) -> {
          value(json, one);
          SettingDefinition definition = one.definition();
          json.writeStringField("type", definition.type().toString());
          json.writeStringField("wants", definition.wanted());
          json.writeStringField("default", definition.fallback());
          json.writeStringField("meaning", definition.meaning());
          json.writeStringField("variable", definition.name().variable());
        });
  }

  static String faults(List<Fault> faults) {
    return array(
        "faults",
        faults,
        (json, one) -> {
          json.writeStringField("where", one.where());
          json.writeStringField("key", one.key());
          json.writeStringField("what", one.what());
        });
  }

  private static void value(JsonGenerator json, Setting one) throws IOException {
    json.writeStringField("name", one.definition().name().dotted());
    json.writeStringField("value", one.shown());
    json.writeStringField("origin", one.origin());
  }

  private static <T> String array(String name, List<T> all, Fields<T> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart(name);
      for (T one : all) {
        json.writeStartObject();
        fields.write(json, one);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
