package org.nexusgen.data.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Comma-separated values as RFC 4180 says, the first row being the names of the columns. */
final class CsvReader implements AutoCloseable {
  private static final int END = -1;

  private final Path file;
  private final Reader in;
  private long line = 1;
  private int next;

  CsvReader(Path file) {
    this.file = file;
    this.in =
        new BufferedReader(
            new InputStreamReader(Inputs.open(file), StandardCharsets.UTF_8.newDecoder()));
  }

  void forEach(BiConsumer<Place, Map<String, Object>> use) {
    try {
      next = in.read();
      Place head = new Place(file, line);
      if (next == END) {
        return;
      }
      List<String> names = row();
      if (new HashSet<>(names).size() < names.size()) {
        throw head.bad("two columns have one name");
      }
      while (next != END) {
        Place place = new Place(file, line);
        List<String> cells = row();
        if (cells.size() == 1 && cells.get(0).isEmpty()) {
          continue; // a blank line
        }
        if (cells.size() != names.size()) {
          throw place.bad(
              "%d cells, the first row names %d; quote cells that hold commas or line breaks"
                  .formatted(cells.size(), names.size()));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
          row.put(names.get(i), cells.get(i));
        }
        use.accept(place, row);
      }
    } catch (IOException e) {
      throw new Place(file, line).bad("not UTF-8 text: " + e.getMessage(), e);
    }
  }

  private List<String> row() throws IOException {
    List<String> cells = new ArrayList<>();
    Place start = new Place(file, line);
    cells.add(cell(start));
    while (next == ',') {
      next = in.read();
      cells.add(cell(start));
    }
    if (next == '\r') {
      next = in.read();
    }
    if (next != '\n' && next != END) {
      throw start.bad("text after a closing quote; write a quote in a cell twice");
    }
    if (next == '\n') {
      line++;
      next = in.read();
    }
    return cells;
  }

  private String cell(Place start) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean quoted = next == '"';
    if (quoted) {
      next = in.read();
    }
    while (next != END && (quoted || !endsCell(next))) {
      if (next == '"' && quoted) {
        next = in.read();
        if (next != '"') {
          return text.toString();
        }
      }
      if (text.length() == LineReader.LONGEST) {
        throw start.bad("a cell has more than %d characters".formatted(LineReader.LONGEST));
      }
      line += next == '\n' ? 1 : 0;
      text.append((char) next);
      next = in.read();
    }
    if (quoted) {
      throw start.bad("a quoted cell has no closing quote");
    }
    return text.toString();
  }

  private static boolean endsCell(int c) {
    return c == ',' || c == '\n' || c == '\r';
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw Inputs.failed(file, e);
    }
  }
}
