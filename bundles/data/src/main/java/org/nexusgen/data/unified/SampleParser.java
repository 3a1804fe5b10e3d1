package org.nexusgen.data.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nexusgen.api.message.Role;
import org.nexusgen.data.json.Json;
import org.nexusgen.data.json.LineReader.Line;
import org.nexusgen.data.json.Place;

/** Makes a sample of a line and checks its form. */
final class SampleParser {
  private static final String IMAGES = "images";
  private static final String MESSAGES = "messages";
  private static final String ABOUT = "about";
  private static final String ROLE = "role";
  private static final String CONTENT = "content";

  private final Place place;

  private SampleParser(Place place) {
    this.place = place;
  }

  static PlacedSample parse(Line line) {
    SampleParser parser = new SampleParser(line.place());
    Map<String, Object> object = Json.object(line.text(), line.place());
    parser.refuseOthers(object, Set.of(IMAGES, MESSAGES, ABOUT), "the sample");
    List<String> images = parser.images(object);
    List<Turn> turns = new ArrayList<>();
    for (Object message : parser.list(object, MESSAGES)) {
      turns.add(parser.turn(message, turns.size() + 1));
    }
    Sample sample = new Sample(images, turns, parser.about(object));
    ConversationRules.broken(sample)
        .ifPresent(
            problem -> {
              throw line.place().bad(problem);
            });
    return new PlacedSample(line.place(), sample);
  }

  private List<String> images(Map<String, Object> object) {
    List<String> images = new ArrayList<>();
    if (object.containsKey(IMAGES)) {
      for (Object image : list(object, IMAGES)) {
        images.add(text(image, "image " + (images.size() + 1)));
      }
    }
    return images;
  }

  private Map<String, String> about(Map<String, Object> object) {
    Map<String, String> about = new TreeMap<>();
    Object value = object.getOrDefault(ABOUT, Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw place.bad("'%s' is %s, wants an object of strings".formatted(ABOUT, Json.kind(value)));
    }
    map.forEach(
        (key, known) -> about.put((String) key, text(known, "'%s' of '%s'".formatted(key, ABOUT))));
    return about;
  }

  private Turn turn(Object message, int number) {
    String where = "message " + number;
    if (!(message instanceof Map<?, ?> map)) {
      throw place.bad(
          "%s is %s, wants an object with role and content".formatted(where, Json.kind(message)));
    }
    refuseOthers(map, Set.of(ROLE, CONTENT), where);
    String role = text(required(map, ROLE, where), "the role of " + where);
    String content = text(required(map, CONTENT, where), "the content of " + where);
    return new Turn(
        Stream.of(Role.values())
            .filter(known -> known.word().equals(role))
            .findFirst()
            .orElseThrow(
                () ->
                    place.bad(
                        "%s has the role '%s', wants system, user or assistant"
                            .formatted(where, Shown.shorten(role)))),
        content);
  }

  private Object required(Map<?, ?> map, String key, String where) {
    Object value = map.get(key);
    if (value == null) {
      throw place.bad("%s has no '%s'".formatted(where, key));
    }
    return value;
  }

  private List<?> list(Map<String, Object> object, String key) {
    Object value = required(object, key, "the sample");
    if (value instanceof List<?> list) {
      return list;
    }
    throw place.bad("'%s' is %s, wants an array".formatted(key, Json.kind(value)));
  }

  private String text(Object value, String what) {
    if (value instanceof String text) {
      return text;
    }
    throw place.bad("%s is %s, wants a string".formatted(what, Json.kind(value)));
  }

  private void refuseOthers(Map<?, ?> object, Set<String> known, String where) {
    for (Object key : object.keySet()) {
      if (!known.contains(key)) {
        throw place.bad(
            "%s has the unknown key '%s', wants %s; other forms: 'nexusgen data convert'"
                .formatted(
                    where, Shown.shorten((String) key), String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
