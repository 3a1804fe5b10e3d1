package org.nexusgen.engine.tensorrt.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nexusgen.api.tensor.DType;

/**
 * What a release of TensorRT reads: its operators as a table that is shipped as data, with its
 * sources.
 *
 * @param name of the release: {@code 8.6}
 * @param sources where the table's facts are from
 * @param oldestOpset of ONNX
 * @param newestOpset of ONNX
 * @param types element types of tensors
 * @param narrowing operators whose 64-bit result becomes a 32-bit one
 * @param openSizes whether axes may be symbols
 * @param axes most axes of a tensor
 * @param operators by name
 */
public record Release(
    String name,
    List<String> sources,
    int oldestOpset,
    int newestOpset,
    Set<DType> types,
    Set<String> narrowing,
    boolean openSizes,
    int axes,
    Map<String, OperatorSupport> operators) {
  private static final int ANY = Integer.MAX_VALUE;

  public Release {
    sources = List.copyOf(sources);
    types = Set.copyOf(types);
    narrowing = Set.copyOf(narrowing);
    operators = Map.copyOf(operators);
  }

  /** TensorRT 8.6, which DJL's engine was built for. */
  public static Release eight() {
    return read("8.6");
  }

  /** TensorRT 11. */
  public static Release eleven() {
    return read("11");
  }

  Optional<OperatorSupport> operator(String op) {
    return Optional.ofNullable(operators.get(op));
  }

  private static Release read(String name) {
    Properties rows = new Properties();
    try (InputStream file = Release.class.getResourceAsStream("tensorrt-" + name + ".properties")) {
      if (file == null) {
        throw new IllegalStateException("no table of TensorRT " + name);
      }
      rows.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Integer> opsets = List.copyOf(numbers(rows, "opsets"));
    return new Release(
        rows.getProperty("release"),
        words(rows, "sources"),
        opsets.getFirst(),
        opsets.getLast(),
        types(rows, "types"),
        Set.copyOf(words(rows, "narrowing")),
        Boolean.parseBoolean(rows.getProperty("open-sizes")),
        Integer.parseInt(rows.getProperty("axes")),
        rows.stringPropertyNames().stream()
            .filter(key -> Character.isUpperCase(key.charAt(0)) && !key.contains("."))
            .collect(Collectors.toMap(Function.identity(), op -> operator(rows, op))));
  }

  private static OperatorSupport operator(Properties rows, String op) {
    Map<Integer, Set<Integer>> ranks = new TreeMap<>();
    Map<String, Set<String>> values = new TreeMap<>();
    for (String key : rows.stringPropertyNames()) {
      if (key.startsWith(op + ".ranks.")) {
        ranks.put(Integer.parseInt(last(key)), numbers(rows, key));
      } else if (key.startsWith(op + ".values.")) {
        values.put(last(key), Set.copyOf(words(rows, key)));
      }
    }
    return new OperatorSupport(
        types(rows, op),
        number(rows, op + ".since", 1),
        numbers(rows, op + ".constants"),
        numbers(rows, op + ".absent"),
        number(rows, op + ".outputs", ANY),
        ranks,
        values,
        Set.copyOf(words(rows, op + ".unset")));
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static int number(Properties rows, String key, int otherwise) {
    return Integer.parseInt(rows.getProperty(key, Integer.toString(otherwise)));
  }

  private static List<String> words(Properties rows, String key) {
    return Arrays.stream(rows.getProperty(key, "").split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Set<Integer> numbers(Properties rows, String key) {
    return words(rows, key).stream()
        .map(Integer::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<DType> types(Properties rows, String key) {
    return words(rows, key).stream()
        .map(word -> DType.valueOf(word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }
}
