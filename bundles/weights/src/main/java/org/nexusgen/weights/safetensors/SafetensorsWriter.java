package org.nexusgen.weights.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;

/**
 * Writes a safetensors file: widest type first and then by name, as the reference's writer sorts,
 * so that every tensor is aligned to its own type.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory FACTORY = new JsonFactory();

  private SafetensorsWriter() {}

  /**
   * Writes a file whole or not at all.
   *
   * @throws NexusGenException if it cannot be written; what stood there before stays
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    WholeFile.write(file, content(tensors, metadata));
  }

  static WholeFile.Content content(Map<String, Tensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(HeaderParser.METADATA)) {
      throw new NexusGenException("no tensor can be named " + HeaderParser.METADATA);
    }
    List<Map.Entry<String, Tensor>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, Tensor> entry) -> -entry.getValue().dtype().bytes())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    ByteBuffer header = header(ordered, metadata);
    return channel -> {
      writeFully(channel, header.duplicate());
      for (Map.Entry<String, Tensor> entry : ordered) {
        writeFully(channel, entry.getValue().bytes());
      }
    };
  }

  private static ByteBuffer header(
      List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(json)) {
      generator.writeStartObject();
      if (!metadata.isEmpty()) {
        generator.writeObjectFieldStart(HeaderParser.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          generator.writeStringField(entry.getKey(), entry.getValue());
        }
        generator.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : ordered) {
        offset = writeEntry(generator, entry.getKey(), entry.getValue(), offset);
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("no I/O happens on an array", e);
    }
    int padding = Math.floorMod(-json.size(), ALIGNMENT);
    json.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    return ByteBuffer.allocate(Long.BYTES + json.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.size())
        .put(json.toByteArray())
        .flip();
  }

  private static long writeEntry(JsonGenerator generator, String name, Tensor tensor, long begin)
      throws IOException {
    long end = begin + tensor.bytes().remaining();
    generator.writeObjectFieldStart(name);
    generator.writeStringField("dtype", TypeNames.of(tensor.dtype()));
    generator.writeFieldName("shape");
    long[] dims = tensor.shape().toArray();
    generator.writeArray(dims, 0, dims.length);
    generator.writeFieldName("data_offsets");
    generator.writeArray(new long[] {begin, end}, 0, 2);
    generator.writeEndObject();
    return end;
  }

  static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
