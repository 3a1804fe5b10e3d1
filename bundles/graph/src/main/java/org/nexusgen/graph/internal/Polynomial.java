package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Dim;

/**
 * A size as a polynomial over symbols with whole coefficients, so that equal sizes compare equal
 * however they were computed. Keys are products in sorted order, such as {@code h*w}; the empty key
 * is the constant. A symbol is any text that begins with a letter, without {@code +} and {@code *}
 * outside parentheses.
 */
public final class Polynomial {
  private static final String ONE = "";

  private final SortedMap<String, Long> terms;

  private Polynomial(SortedMap<String, Long> terms) {
    terms.values().removeIf(c -> c == 0);
    this.terms = terms;
  }

  public static Polynomial of(long constant) {
    TreeMap<String, Long> terms = new TreeMap<>();
    terms.put(ONE, constant);
    return new Polynomial(terms);
  }

  /** Reads a size back from its spelling. */
  public static Polynomial of(Dim dim) {
    return switch (dim) {
      case Dim.Fixed fixed -> of(fixed.size());
      case Dim.Symbol symbol -> parse(symbol.name());
    };
  }

  private static Polynomial parse(String text) {
    TreeMap<String, Long> terms = new TreeMap<>();
    for (String term : splitOutside(text, '+')) {
      long coefficient = 1;
      List<String> symbols = new ArrayList<>();
      for (String factor : splitOutside(term, '*')) {
        if (isNumber(factor)) {
          coefficient *= Long.parseLong(factor);
        } else {
          symbols.add(factor);
        }
      }
      terms.merge(product(symbols), coefficient, Long::sum);
    }
    return new Polynomial(terms);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && (text.charAt(0) == '-' || Character.isDigit(text.charAt(0)));
  }

  // Splits at a separator that stands outside every pair of parentheses.
  private static List<String> splitOutside(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == separator && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String product(List<String> symbols) {
    List<String> sorted = new ArrayList<>(symbols);
    Collections.sort(sorted);
    return String.join("*", sorted);
  }

  private static List<String> factors(String key) {
    return key.isEmpty() ? List.of() : splitOutside(key, '*');
  }

  public Polynomial plus(Polynomial other) {
    TreeMap<String, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((key, c) -> sum.merge(key, c, Long::sum));
    return new Polynomial(sum);
  }

  public Polynomial times(Polynomial other) {
    TreeMap<String, Long> result = new TreeMap<>();
    terms.forEach(
        (a, c) ->
            other.terms.forEach(
                (b, d) -> {
                  List<String> symbols = new ArrayList<>(factors(a));
                  symbols.addAll(factors(b));
                  result.merge(product(symbols), Math.multiplyExact(c, d), Long::sum);
                }));
    return new Polynomial(result);
  }

  /** The whole quotient by one term, or by an equal polynomial; empty if there is none. */
  public Optional<Polynomial> dividedBy(Polynomial other) {
    if (terms.equals(other.terms) && !terms.isEmpty()) {
      return Optional.of(of(1));
    }
    if (other.terms.size() != 1) {
      return Optional.empty();
    }
    Map.Entry<String, Long> divisor = other.terms.entrySet().iterator().next();
    long divisorCoefficient = divisor.getValue();
    TreeMap<String, Long> result = new TreeMap<>();
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      List<String> left = new ArrayList<>(factors(term.getKey()));
      for (String symbol : factors(divisor.getKey())) {
        if (!left.remove(symbol)) {
          return Optional.empty();
        }
      }
      if (term.getValue() % divisorCoefficient != 0) {
        return Optional.empty();
      }
      result.put(product(left), term.getValue() / divisorCoefficient);
    }
    return Optional.of(new Polynomial(result));
  }

  /** The quotient rounded down, if every symbol's coefficient divides. */
  public Optional<Polynomial> floorDividedBy(long divisor) {
    TreeMap<String, Long> result = new TreeMap<>();
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      if (!term.getKey().isEmpty() && term.getValue() % divisor != 0) {
        return Optional.empty();
      }
      result.put(term.getKey(), Math.floorDiv(term.getValue(), divisor));
    }
    return Optional.of(new Polynomial(result));
  }

  /** The same with numbers for some of its symbols. */
  public Polynomial with(Map<String, Long> sizes) {
    TreeMap<String, Long> result = new TreeMap<>();
    terms.forEach(
        (key, c) -> {
          long coefficient = c;
          List<String> open = new ArrayList<>();
          for (String symbol : factors(key)) {
            Long size = sizes.get(symbol);
            if (size == null) {
              open.add(symbol);
            } else {
              coefficient = Math.multiplyExact(coefficient, size);
            }
          }
          result.merge(product(open), coefficient, Long::sum);
        });
    return new Polynomial(result);
  }

  /** All symbols, each once. */
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    terms.keySet().forEach(key -> symbols.addAll(factors(key)));
    return symbols;
  }

  /** The value, if no symbol is left. */
  public Optional<Long> constant() {
    if (terms.isEmpty()) {
      return Optional.of(0L);
    }
    return terms.size() == 1 ? Optional.ofNullable(terms.get(ONE)) : Optional.empty();
  }

  /** Terms by product of symbols; the empty key is the constant. */
  public Map<String, Long> terms() {
    return Collections.unmodifiableMap(terms);
  }

  /** The symbols of one key of {@link #terms}. */
  public static List<String> symbols(String key) {
    return factors(key);
  }

  public Dim toDim() {
    Optional<Long> constant = constant();
    if (constant.isPresent()) {
      return Dim.of(constant.get());
    }
    return Dim.of(
        terms.entrySet().stream()
            .sorted((a, b) -> Boolean.compare(a.getKey().isEmpty(), b.getKey().isEmpty()))
            .map(Polynomial::spell)
            .collect(Collectors.joining("+")));
  }

  private static String spell(Map.Entry<String, Long> term) {
    if (term.getKey().isEmpty()) {
      return Long.toString(term.getValue());
    }
    return term.getValue() == 1 ? term.getKey() : term.getValue() + "*" + term.getKey();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Polynomial p && terms.equals(p.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return toDim().toString();
  }
}
