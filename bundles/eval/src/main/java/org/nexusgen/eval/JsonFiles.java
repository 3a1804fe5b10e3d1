package org.nexusgen.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.nexusgen.api.NexusGenException;

/** Writes JSON files, whole or not at all. */
final class JsonFiles {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonFiles() {}

  /** Writes one value. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static void write(Path file, Content content) {
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".part");
      try (JsonGenerator json =
          FACTORY.createGenerator(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8))) {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        content.write(json);
        json.writeRaw('\n');
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
