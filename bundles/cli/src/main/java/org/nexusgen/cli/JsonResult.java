package org.nexusgen.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGenConfig;

/** One JSON object about a command's result, keys in the order in which they were put. */
final class JsonResult {
  private static final double NANOS = 1e9;

  private final Map<String, Object> values = new LinkedHashMap<>();

  JsonResult(String command) {
    values.put("command", command);
  }

  JsonResult put(String key, Object value) {
    values.put(key, value);
    return this;
  }

  JsonResult files(List<Path> files) {
    return put("files", files.stream().map(Path::toString).toList());
  }

  /** Timings, measures, parts, versions and warnings. */
  JsonResult report(JobReport report, NexusGenConfig opened) {
    Map<String, Object> timings = new LinkedHashMap<>();
    report.timings().forEach((stage, time) -> timings.put(stage, time.toNanos() / NANOS));
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("nexusgen", Version.release());
    versions.put("java", Runtime.version().toString());
    return put("model", opened.model().toString())
        .put("engine", opened.engine())
        .put("engines", report.engines())
        .put("timings", timings)
        .put("measures", MeasuresJson.of(report.measures()))
        .put("parts", report.parts())
        .put("versions", versions)
        .put("warnings", report.warnings());
  }

  void print(PrintStream out) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
    out.flush();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Collection<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      default -> json.writeString(value.toString());
    }
  }
}
