package org.nexusgen.data.unified;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenException;

/**
 * Writes a JSONL file, whole or not at all: it appears under its name at {@link #commit}. Picture
 * files stay where they are; their paths are rewritten for the new place.
 */
public final class SampleWriter implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Path file;
  private final Path folder;
  private final Path unfinished;
  private final BufferedWriter out;
  private long count;

  /** Makes the folder if it is not there. */
  public SampleWriter(Path file) {
    this.file = file;
    this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    try {
      Files.createDirectories(folder);
      this.unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".part");
      this.out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Samples so far. */
  public long count() {
    return count;
  }

  /** Writes a sample of another dataset. */
  public void write(PlacedSample placed) {
    write(placed.sample().withImages(placed.imageFiles().stream().map(this::fromHere).toList()));
  }

  /** Writes a sample whose paths start at this file's folder. */
  public void write(Sample sample) {
    try {
      out.write(line(sample));
      out.write('\n');
      count++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The path of a file as this dataset writes it. */
  public String fromHere(Path image) {
    Path absolute = image.toAbsolutePath().normalize();
    Path root = folder.normalize();
    return root.getRoot().equals(absolute.getRoot())
        ? root.relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
  }

  /** Gives the file its name. */
  public void commit() {
    try {
      out.close();
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String line(Sample sample) throws IOException {
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
      if (!sample.about().isEmpty()) {
        json.writeObjectFieldStart("about");
        for (Map.Entry<String, String> known : new TreeMap<>(sample.about()).entrySet()) {
          json.writeStringField(known.getKey(), known.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private NexusGenException failed(IOException e) {
    return new NexusGenException("%s cannot be written: %s".formatted(file, e), e);
  }

  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
