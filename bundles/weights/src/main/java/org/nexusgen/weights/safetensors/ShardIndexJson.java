package org.nexusgen.weights.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/** The text of an index of shards, as Hugging Face's libraries write it. */
final class ShardIndexJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ShardIndexJson() {}

  /**
   * @param fileOf the shard that each tensor is in
   * @param totalBytes of all tensors
   */
  static byte[] of(SortedMap<String, String> fileOf, long totalBytes) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(json).useDefaultPrettyPrinter()) {
      generator.writeStartObject();
      generator.writeObjectFieldStart("metadata");
      generator.writeNumberField("total_size", totalBytes);
      generator.writeEndObject();
      generator.writeObjectFieldStart("weight_map");
      for (Map.Entry<String, String> entry : fileOf.entrySet()) {
        generator.writeStringField(entry.getKey(), entry.getValue());
      }
      generator.writeEndObject();
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on an array", e);
    }
    return json.toByteArray();
  }
}
