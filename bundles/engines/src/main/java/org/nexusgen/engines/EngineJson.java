package org.nexusgen.engines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.DeviceMemory;

/** Engines as one JSON object. */
final class EngineJson {
  private EngineJson() {}

  static String of(List<EngineState> states) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("engines");
      for (EngineState one : states) {
        write(json, one);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, EngineState one) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", one.name());
    json.writeStringField("version", one.version());
    json.writeStringField("device", one.device());
    json.writeBooleanField("available", one.available());
    json.writeArrayFieldStart("reasons");
    for (Reason reason : one.reasons()) {
      json.writeStartObject();
      json.writeStringField("what", reason.what());
      json.writeStringField("got", reason.got());
      json.writeStringField("wanted", reason.wanted());
      json.writeStringField("remedy", reason.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (one.memory().isPresent()) {
      DeviceMemory memory = one.memory().get();
      json.writeNumberField("memory_total", memory.totalBytes());
      json.writeNumberField("memory_free", memory.freeBytes());
    }
    json.writeEndObject();
  }
}
