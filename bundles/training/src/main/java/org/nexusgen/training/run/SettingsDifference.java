package org.nexusgen.training.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nexusgen.api.BadInputException;

/** Compares the settings of a run with those that it is to go on with. */
final class SettingsDifference {
  private static final String ABSENT = "nothing";

  private SettingsDifference() {}

  /**
   * @throws BadInputException if they differ; the message lists every difference
   */
  static void check(Map<String, Object> old, Map<String, Object> wanted, Path folder) {
    Map<String, String> before = flat(old);
    Map<String, String> now = flat(wanted);
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String a = before.getOrDefault(key, ABSENT);
      String b = now.getOrDefault(key, ABSENT);
      if (!a.equals(b)) {
        differences.add("%s: began with %s, now %s".formatted(key, a, b));
      }
    }
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "%s cannot go on with other settings: %s; give the old ones, or choose another --run"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  private static Map<String, String> flat(Map<String, Object> settings) {
    Map<String, String> flat = new TreeMap<>();
    settings.forEach((key, value) -> flatten(key, value, flat));
    return flat;
  }

  private static void flatten(String path, Object value, Map<String, String> flat) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((key, v) -> flatten(path + "." + key, v, flat));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          flatten(path + "[" + i + "]", list.get(i), flat);
        }
      }
      // 1 and 1.0 are the same setting
      case Number number -> flat.put(path, Double.toString(number.doubleValue()));
      default -> flat.put(path, String.valueOf(value));
    }
  }
}
