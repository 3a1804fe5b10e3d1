package org.nexusgen.data.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.unified.ConversationRules;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.Sample;
import org.nexusgen.data.unified.SampleWriter;
import org.nexusgen.data.unified.Shown;
import org.nexusgen.data.unified.Turn;

/** Where converted samples go, and where their pictures come from. */
public final class Conversion {
  private static final String DRAW = "Generate an image according to the following description: ";
  private static final String DRAWN = "Here is an image based on the description: " + Turn.IMAGE;
  private static final String EDITED = "Here is the edited image: " + Turn.IMAGE;

  private final Path imageRoot;
  private final Path store;
  private final ImageRules images;
  private final SampleWriter writer;
  private final Map<String, String> keys;
  private long stored;

  /**
   * Makes a conversion.
   *
   * @param imageRoot where relative paths start
   * @param store folder for pictures that lie inside of the source
   * @param keys names of the source's fields that are chosen over the known ones
   */
  public Conversion(
      Path imageRoot,
      Path store,
      ImageRules images,
      SampleWriter writer,
      Map<String, String> keys) {
    this.imageRoot = imageRoot;
    this.store = store;
    this.images = images;
    this.writer = writer;
    this.keys = Map.copyOf(keys);
  }

  /** Writes a sample after checking its form. */
  void add(Place place, List<String> files, List<Turn> turns) {
    Sample sample = new Sample(files, turns);
    ConversationRules.broken(sample)
        .ifPresent(
            problem -> {
              throw place.bad(problem);
            });
    writer.write(sample);
  }

  void addCaption(Place place, String file, String caption) {
    add(
        place,
        List.of(file),
        List.of(Turn.user(DRAW + plain(caption, place)), Turn.assistant(DRAWN)));
  }

  void addEdit(Place place, String source, String instruction, String target) {
    add(
        place,
        List.of(source, target),
        List.of(Turn.user(Turn.IMAGE + " " + plain(instruction, place)), Turn.assistant(EDITED)));
  }

  private static String plain(String text, Place place) {
    if (text.isBlank()) {
      throw place.bad("an empty text");
    }
    if (text.contains(Turn.IMAGE)) {
      throw place.bad("the text contains %s, which stands for pictures".formatted(Turn.IMAGE));
    }
    return text.strip();
  }

  /** A picture file of the source as the new dataset writes it. */
  String file(String path, Place place) {
    if (path.isBlank() || path.matches("(?i)https?://.*")) {
      throw place.bad("image '%s' is no file; download it first".formatted(Shown.shorten(path)));
    }
    try {
      return writer.fromHere(imageRoot.resolve(path));
    } catch (InvalidPathException e) {
      throw place.bad("image '%s' is not a path".formatted(Shown.shorten(path)), e);
    }
  }

  /** Stores a picture that lies inside of the source; names come from the count, never from it. */
  String store(byte[] bytes, String name, Place place) {
    images.read(bytes, name, place);
    String ending = bytes.length > 0 && bytes[0] == (byte) 0xff ? ".jpg" : ".png";
    Path file;
    try {
      Files.createDirectories(store);
      file = store.resolve("%08d%s".formatted(stored++, ending));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be written: %s".formatted(store, e), e);
    }
    return writer.fromHere(file);
  }

  /** The first field of a record that has one of the names, or the name that was chosen. */
  Object field(Map<String, Object> row, String meaning, List<String> names, Place place) {
    List<String> tried = Optional.ofNullable(keys.get(meaning)).map(List::of).orElse(names);
    return tried.stream()
        .filter(row::containsKey)
        .findFirst()
        .map(row::get)
        .orElseThrow(
            () ->
                place.bad(
                    "no field for the %s: got %s, wants %s; name it with --key %s=NAME"
                        .formatted(
                            meaning,
                            Shown.shorten(String.join(", ", row.keySet())),
                            String.join(" or ", tried),
                            meaning)));
  }

  static String text(Object value, String what, Place place) {
    if (value instanceof String text) {
      return text;
    }
    throw place.bad("the %s is not a string".formatted(what));
  }

  static List<Object> list(Object value, String what, Place place) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    throw place.bad("%s is not an array".formatted(what));
  }

  static Map<String, Object> object(Object value, String what, Place place) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> object = new java.util.LinkedHashMap<>();
      map.forEach((key, item) -> object.put((String) key, item));
      return object;
    }
    throw place.bad("%s is not an object".formatted(what));
  }

  /** Stops if a source had nothing. */
  public void finish(Path input) {
    if (writer.count() == 0) {
      throw new BadInputException(input + ": no samples");
    }
  }
}
