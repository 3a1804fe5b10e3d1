package org.nexusgen.data.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lines of UTF-8, one in memory at a time. After a line that is too long or is not UTF-8 the next
 * one can be read.
 */
public final class LineReader implements AutoCloseable {
  /** Bytes: a conversation of a hundred thousand tokens has less than 1 MB. */
  public static final int LONGEST = 16 << 20;

  private static final int END = -1;

  private final Path file;
  private final int longest;
  private final InputStream in;
  private long number;
  private long position;
  private long start;

  /** One line and where it stands; {@code offset} is that of its first byte. */
  public record Line(Place place, String text, long offset) {}

  public LineReader(Path file) {
    this(file, LONGEST);
  }

  LineReader(Path file, int longest) {
    this.file = file;
    this.longest = longest;
    this.in = Inputs.open(file);
  }

  /** Reads on from a line whose number and offset an earlier reader told. */
  public static LineReader at(Place place, long offset) {
    LineReader reader = new LineReader(place.file());
    try {
      reader.in.skipNBytes(offset);
    } catch (IOException e) {
      reader.close();
      throw Inputs.failed(place.file(), e);
    }
    reader.number = place.line() - 1;
    reader.position = offset;
    return reader;
  }

  /** The next line that is not blank; empty at the end. */
  public Optional<Line> next() {
    try {
      Optional<String> text;
      do {
        text = line();
      } while (text.isPresent() && text.get().isBlank());
      return text.map(line -> new Line(new Place(file, number), line, start));
    } catch (IOException e) {
      throw Inputs.failed(file, e);
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long length = 0;
    start = position;
    int b = in.read();
    if (b == END) {
      return Optional.empty();
    }
    number++;
    while (b != END && b != '\n') {
      if (length++ < longest) {
        bytes.write(b);
      }
      b = in.read();
    }
    position += length + 1;
    Place place = new Place(file, number);
    if (length > longest) {
      throw place.bad(
          "the line has %d bytes, at most %d are read; one sample a line, pictures in files"
              .formatted(length, longest));
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (text.startsWith("\ufeff")) {
        throw place.bad("starts with a byte order mark; save the file as UTF-8 without it");
      }
      return Optional.of(text);
    } catch (CharacterCodingException e) {
      throw place.bad("not UTF-8; convert the file to UTF-8", e);
    }
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
