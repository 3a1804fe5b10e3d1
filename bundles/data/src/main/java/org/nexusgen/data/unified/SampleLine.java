package org.nexusgen.data.unified;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Samples as lines of a file: their picture paths start at that file's folder. */
public final class SampleLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Path folder;

  /** Lines for a file. */
  public SampleLine(Path file) {
    this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file).normalize();
  }

  /** The folder of the file. */
  Path folder() {
    return folder;
  }

  /** A sample of another dataset: its picture files stay where they are. */
  public Sample moved(PlacedSample placed) {
    return placed.sample().withImages(placed.imageFiles().stream().map(this::path).toList());
  }

  /** The path of a file as this dataset writes it. */
  String path(Path image) {
    Path absolute = image.toAbsolutePath().normalize();
    return Optional.ofNullable(folder.getRoot()).equals(Optional.ofNullable(absolute.getRoot()))
        ? folder.relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
  }

  /** One JSON object, without a line end. */
  public static String of(Sample sample) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("images");
      for (String image : sample.images()) {
        json.writeString(image);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("messages");
      for (Turn turn : sample.messages()) {
        json.writeStartObject();
        json.writeStringField("role", turn.role().word());
        json.writeStringField("content", turn.content());
        json.writeEndObject();
      }
      json.writeEndArray();
      about(sample, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes everything", e);
    }
    return text.toString();
  }

  private static void about(Sample sample, JsonGenerator json) throws IOException {
    if (!sample.about().isEmpty()) {
      json.writeObjectFieldStart("about");
      for (Map.Entry<String, String> known : new TreeMap<>(sample.about()).entrySet()) {
        json.writeStringField(known.getKey(), known.getValue());
      }
      json.writeEndObject();
    }
  }
}
