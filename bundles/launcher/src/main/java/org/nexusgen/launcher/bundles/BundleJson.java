package org.nexusgen.launcher.bundles;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Listings as one JSON object on a line. */
final class BundleJson {
  private BundleJson() {}

  /** Writes the fields of the object. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static String of(List<InstalledBundle> bundles) {
    return object(
        json -> {
          json.writeArrayFieldStart("bundles");
          for (InstalledBundle bundle : bundles) {
            json.writeStartObject();
            write(json, bundle);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static String of(BundleDetails details) {
    return object(
        json -> {
          write(json, details.bundle());
          json.writeObjectFieldStart("headers");
          for (Map.Entry<String, String> header : details.headers().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
          }
          json.writeEndObject();
          write(json, "offers", details.offers());
          write(json, "packages", details.packages());
          write(json, "needs", details.needs());
          write(json, "lacks", details.lacks());
        });
  }

  private static void write(JsonGenerator json, InstalledBundle bundle) throws IOException {
    json.writeNumberField("id", bundle.id());
    json.writeStringField("state", bundle.state());
    json.writeNumberField("level", bundle.level());
    json.writeStringField("name", bundle.name());
    json.writeStringField("version", bundle.version());
    json.writeStringField("origin", bundle.origin().toString());
    json.writeStringField("source", bundle.source());
    json.writeStringField("reason", bundle.reason());
  }

  private static void write(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
