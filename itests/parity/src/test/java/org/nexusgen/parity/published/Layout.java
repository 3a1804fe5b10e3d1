package org.nexusgen.parity.published;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightSet;

/** Names and shapes of a model's tensors, read from {@code published/layout.txt}. */
final class Layout {
  private final Map<String, Integer> numbers;
  private final Map<WeightSet, Map<String, Shape>> sets = new EnumMap<>(WeightSet.class);

  private Layout(Map<String, Integer> chosen) {
    this.numbers = new HashMap<>(chosen);
  }

  /**
   * @param chosen numbers that differ from the published model's: fewer layers, smaller
   *     vocabularies
   */
  static Layout read(Map<String, Integer> chosen) {
    Layout layout = new Layout(chosen);
    List<WeightSet> section = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Layout.class.getResourceAsStream("/published/layout.txt")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> layout.take(line, section));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return layout;
  }

  private void take(String line, List<WeightSet> section) {
    if (line.startsWith("[")) {
      section.clear();
      Arrays.stream(line.substring(1, line.length() - 1).split(","))
          .map(WeightSet::valueOf)
          .forEach(section::add);
    } else if (line.contains(" = ")) {
      String[] pair = line.split(" = ");
      numbers.putIfAbsent(pair[0], Integer.valueOf(pair[1]));
    } else {
      String[] words = line.split(" ");
      Shape shape = Shape.of(Arrays.stream(words).skip(1).mapToLong(this::number).toArray());
      for (WeightSet set : section) {
        Map<String, Shape> names = sets.computeIfAbsent(set, key -> new LinkedHashMap<>());
        names(words[0]).forEach(name -> names.put(name, shape));
      }
    }
  }

  private long number(String word) {
    Integer known = numbers.get(word);
    return known == null ? Long.parseLong(word) : known;
  }

  private Stream<String> names(String pattern) {
    int open = pattern.indexOf('{');
    if (open < 0) {
      return Stream.of(pattern);
    }
    int close = pattern.indexOf('}');
    String inside = pattern.substring(open + 1, close);
    Integer count = numbers.get(inside);
    Stream<String> words =
        count == null
            ? Arrays.stream(inside.split(","))
            : IntStream.range(0, count).mapToObj(Integer::toString);
    return words
        .map(word -> pattern.substring(0, open) + word + pattern.substring(close + 1))
        .flatMap(this::names);
  }

  Map<String, Shape> of(WeightSet set) {
    return sets.getOrDefault(set, Map.of());
  }
}
