package org.nexusgen.data.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.nexusgen.api.BadInputException;

/** Objects of a foreign file, whatever holds them: a JSON array, JSON lines, or CSV. */
public final class Records {
  private Records() {}

  /** Hands over each object with its place, in order, one in memory at a time. */
  public static void forEach(Path file, BiConsumer<Place, Map<String, Object>> use) {
    if (file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv")) {
      try (CsvReader rows = new CsvReader(file)) {
        rows.forEach(use);
      }
    } else if (first(file) == '[') {
      array(file, use);
    } else {
      lines(file, use);
    }
  }

  private static void lines(Path file, BiConsumer<Place, Map<String, Object>> use) {
    try (LineReader lines = new LineReader(file)) {
      for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        use.accept(line.get().place(), Json.object(line.get().text(), line.get().place()));
      }
    }
  }

  private static void array(Path file, BiConsumer<Place, Map<String, Object>> use) {
    try (InputStream in = Inputs.open(file);
        InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        JsonParser parser = Json.FACTORY.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        Place place = new Place(file, parser.currentLocation().getLineNr());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw place.bad("the array holds something else than objects");
        }
        use.accept(place, Json.object(parser));
      }
      if (parser.nextToken() != null) {
        throw new BadInputException(file + ": more text after the JSON array");
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new Place(file, line).bad(Json.problem(e), e);
    } catch (IOException e) {
      throw Inputs.failed(file, e);
    }
  }

  private static int first(Path file) {
    try (InputStream in = Inputs.open(file)) {
      int b = in.read();
      while (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
        b = in.read();
      }
      return b;
    } catch (IOException e) {
      throw Inputs.failed(file, e);
    }
  }
}
