package org.nexusgen.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.training.json.Json;

/** Reads {@code metrics.jsonl}. */
final class MetricLines {
  private MetricLines() {}

  static List<Map<String, Object>> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException("%s cannot be read: %s".formatted(file, e), e);
    }
    // What follows the last line feed was being written when the process was killed.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<Map<String, Object>> lines = new ArrayList<>();
    int number = 0;
    for (String line : whole.lines().toList()) {
      lines.add(Json.object(line, file + ":" + ++number));
    }
    return lines;
  }
}
