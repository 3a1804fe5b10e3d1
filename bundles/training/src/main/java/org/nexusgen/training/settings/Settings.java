package org.nexusgen.training.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/** A JSON object of settings that knows which of its keys are read: others are spelled wrong. */
public final class Settings {
  private final ConfigTree tree;
  private final Set<String> known = new TreeSet<>();

  public Settings(ConfigTree tree) {
    this.tree = tree;
  }

  /** Where it stands, for messages. */
  public String where() {
    return tree.where();
  }

  public boolean has(String key) {
    known.add(key);
    return tree.has(key);
  }

  /** A number between bounds, both allowed. */
  public double number(String key, double otherwise, double least, double most) {
    known.add(key);
    double value = tree.getDouble(key, otherwise);
    check(value >= least && value <= most, key, value, range(least, most));
    return value;
  }

  /** A whole number of at least a bound. */
  public int whole(String key, int otherwise, int least) {
    known.add(key);
    int value = tree.getInt(key, otherwise);
    check(value >= least, key, value, least + " or more");
    return value;
  }

  /** A whole number of at least a bound that must be there. */
  public int requireWhole(String key, int least) {
    known.add(key);
    int value = tree.requireInt(key);
    check(value >= least, key, value, least + " or more");
    return value;
  }

  public boolean truth(String key, boolean otherwise) {
    known.add(key);
    return tree.getBoolean(key, otherwise);
  }

  public String text(String key, String otherwise) {
    known.add(key);
    return tree.getString(key).orElse(otherwise);
  }

  public String requireText(String key) {
    known.add(key);
    return tree.requireString(key);
  }

  /** One of several words. */
  public String oneOf(String key, String otherwise, List<String> words) {
    String value = text(key, otherwise);
    check(words.contains(value), key, "'" + value + "'", String.join(" or ", words));
    return value;
  }

  /** Numbers, each between 0 and a bound. */
  public List<Double> numbers(String key, List<Double> otherwise, double most) {
    known.add(key);
    List<Double> values = tree.has(key) ? tree.requireDoubles(key) : otherwise;
    values.forEach(value -> check(value >= 0 && value <= most, key, value, range(0, most)));
    return values;
  }

  /** An object inside this one; an empty one if it is absent. */
  public Settings object(String key) {
    known.add(key);
    return new Settings(
        tree.getTree(key).orElseGet(() -> new ConfigTree(where() + ", '" + key + "'", Map.of())));
  }

  /** Objects of a list; one at least. */
  public List<Settings> objects(String key) {
    known.add(key);
    if (!(tree.values().get(key) instanceof List<?> list) || list.isEmpty()) {
      throw new BadInputException("%s: '%s' wants a list of objects".formatted(where(), key));
    }
    return list.stream().map(item -> item(key, list.indexOf(item), item)).toList();
  }

  private Settings item(String key, int index, Object item) {
    String place = "%s, '%s'[%d]".formatted(where(), key, index);
    if (item instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, ?> object = (Map<String, ?>) map;
      return new Settings(new ConfigTree(place, object));
    }
    throw new BadInputException(place + ": wants an object");
  }

  /** Strings, or one string; empty if absent. */
  public List<String> texts(String key) {
    known.add(key);
    return switch (tree.values().get(key)) {
      case null -> List.of();
      case String one -> List.of(one);
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> throw new BadInputException("%s: '%s' wants texts".formatted(where(), key));
    };
  }

  /** The object's own values. */
  public Map<String, ?> values() {
    return tree.values();
  }

  /** To be called when everything was read: complains about keys that nobody asked for. */
  public void done() {
    Keys.check(tree, List.copyOf(known));
  }

  /** Complains about a value. */
  public BadInputException wrong(String key, Object got, String wanted) {
    return new BadInputException(
        "key '%s' in %s: got %s, wants %s".formatted(key, where(), got, wanted));
  }

  private void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw wrong(key, got, wanted);
    }
  }

  private static String range(double least, double most) {
    return most == Double.MAX_VALUE ? least + " or more" : "%s to %s".formatted(least, most);
  }
}
