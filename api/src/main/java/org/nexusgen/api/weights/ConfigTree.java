package org.nexusgen.api.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nexusgen.api.BadInputException;

/**
 * A JSON object of a model folder, read by key with errors that say what was wanted and where.
 * Values are {@link Map}, {@link List}, {@link String}, {@link Number}, {@link Boolean}; JSON nulls
 * count as absent.
 */
public final class ConfigTree {
  private final String where;
  private final Map<String, ?> values;

  /**
   * @param where file, and path inside it, for messages
   */
  public ConfigTree(String where, Map<String, ?> values) {
    this.where = where;
    this.values = Map.copyOf(values);
  }

  public String where() {
    return where;
  }

  public Map<String, ?> values() {
    return values;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A number that is whole and fits an int. */
  public int requireInt(String key) {
    return toInt(key, require(key));
  }

  public int getInt(String key, int otherwise) {
    Object value = values.get(key);
    return value == null ? otherwise : toInt(key, value);
  }

  public double requireDouble(String key) {
    return toDouble(key, require(key));
  }

  public OptionalDouble getDouble(String key) {
    Object value = values.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(toDouble(key, value));
  }

  public double getDouble(String key, double otherwise) {
    return getDouble(key).orElse(otherwise);
  }

  public boolean getBoolean(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  public Optional<String> getString(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw wrong(key, value, "a string");
  }

  public String requireString(String key) {
    require(key);
    return getString(key).orElseThrow();
  }

  /** A list of whole numbers. */
  public List<Integer> requireInts(String key) {
    Object value = require(key);
    if (value instanceof List<?> list) {
      return list.stream().map(item -> toInt(key, item)).toList();
    }
    throw wrong(key, value, "a list of whole numbers");
  }

  /** A list of numbers. */
  public List<Double> requireDoubles(String key) {
    Object value = require(key);
    if (value instanceof List<?> list) {
      return list.stream().map(item -> toDouble(key, item)).toList();
    }
    throw wrong(key, value, "a list of numbers");
  }

  public Optional<ConfigTree> getTree(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, ?> tree = (Map<String, ?>) map;
      return Optional.of(new ConfigTree(where + ", '" + key + "'", tree));
    }
    throw wrong(key, value, "an object");
  }

  public ConfigTree requireTree(String key) {
    require(key);
    return getTree(key).orElseThrow();
  }

  private Object require(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new BadInputException("key '%s' is missing in %s".formatted(key, where));
    }
    return value;
  }

  private int toInt(String key, Object value) {
    if (value instanceof Number number && number.doubleValue() == number.intValue()) {
      return number.intValue();
    }
    throw wrong(key, value, "a whole number");
  }

  private double toDouble(String key, Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(key, value, "a number");
  }

  private BadInputException wrong(String key, Object value, String wanted) {
    String shown = String.valueOf(value);
    return new BadInputException(
        "key '%s' in %s: got %s, wants %s"
            .formatted(
                key, where, shown.length() > 60 ? shown.substring(0, 60) + "…" : shown, wanted));
  }
}
