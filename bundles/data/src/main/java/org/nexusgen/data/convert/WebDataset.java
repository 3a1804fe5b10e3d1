package org.nexusgen.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.nexusgen.data.json.Inputs;
import org.nexusgen.data.json.Json;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.unified.Shown;

/**
 * Pictures and captions in a tar file, also compressed: neighbours whose names are equal up to the
 * first dot are one sample ({@code 0001.jpg}, {@code 0001.txt} or {@code 0001.json}). In messages
 * the line is the number of the file in the archive.
 */
final class WebDataset {
  private static final int MOST_BYTES = 64 << 20;
  private static final int GZIP_MAGIC = 0x1f;

  private final Conversion conversion;
  private final Map<String, byte[]> gathered = new HashMap<>();
  private String key = "";

  WebDataset(Conversion conversion) {
    this.conversion = conversion;
  }

  void convert(Path input) {
    long number = 0;
    try (PushbackInputStream in = new PushbackInputStream(Inputs.open(input));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Place place = new Place(input, ++number);
        if (entry.isFile()) {
          take(entry, tar, place);
        }
      }
      flush(new Place(input, number));
    } catch (IOException e) {
      throw new Place(input, number + 1)
          .bad("not a tar file, or damaged: " + Shown.shorten(String.valueOf(e.getMessage())), e);
    }
  }

  private static InputStream plain(PushbackInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new IOException("the file is empty");
    }
    in.unread(first);
    return first == GZIP_MAGIC ? new GZIPInputStream(in) : in;
  }

  private void take(TarArchiveEntry entry, InputStream tar, Place place) throws IOException {
    String name = entry.getName();
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    if (dot < 0) {
      return;
    }
    if (entry.getSize() > MOST_BYTES) {
      throw place.bad(
          "%s has %d bytes, at most %d are read"
              .formatted(Shown.shorten(name), entry.getSize(), MOST_BYTES));
    }
    if (!name.substring(0, dot).equals(key)) {
      flush(place);
      key = name.substring(0, dot);
    }
    String kind =
        switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
          case "png", "jpg", "jpeg", "gif", "bmp" -> "image";
          case "txt", "caption" -> "text";
          case "json" -> "json";
          default -> "other";
        };
    if (!kind.equals("other")) {
      byte[] bytes = tar.readNBytes((int) entry.getSize());
      if (bytes.length < entry.getSize()) {
        throw new IOException("the archive ends inside of " + name);
      }
      gathered.put(kind, bytes);
    }
  }

  private void flush(Place place) {
    if (!gathered.isEmpty()) {
      String name = "'" + Shown.shorten(key) + "'";
      byte[] image =
          Optional.ofNullable(gathered.get("image"))
              .orElseThrow(
                  () -> place.bad("sample " + name + " has no picture (png, jpg, gif, bmp)"));
      String caption = caption(name, place);
      conversion.addCaption(
          place, conversion.store(image, "the picture of sample " + name, place), caption);
    }
    gathered.clear();
  }

  private String caption(String name, Place place) {
    byte[] text = gathered.get("text");
    byte[] json = gathered.get("json");
    if (text != null) {
      return decode(text, name, place);
    }
    if (json != null) {
      Map<String, Object> object = Json.object(decode(json, name, place), place);
      return Conversion.text(
          conversion.field(object, "caption", CaptionPairs.CAPTION, place), "caption", place);
    }
    throw place.bad("sample " + name + " has no caption (txt, caption or json)");
  }

  private static String decode(byte[] bytes, String name, Place place) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw place.bad("the text of sample " + name + " is not UTF-8", e);
    }
  }
}
