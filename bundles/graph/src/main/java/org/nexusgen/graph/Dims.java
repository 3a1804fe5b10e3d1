package org.nexusgen.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.internal.Polynomial;

/**
 * Arithmetic on axis sizes. Sums and products of symbols are symbols again, with one spelling for
 * equal sizes: {@code rows+past} and {@code past+rows} are both {@code past+rows}.
 */
public final class Dims {
  private Dims() {}

  public static Dim plus(Dim a, Dim b) {
    if (a instanceof Dim.Fixed x && b instanceof Dim.Fixed y) {
      return Dim.of(Math.addExact(x.size(), y.size()));
    }
    return Polynomial.of(a).plus(Polynomial.of(b)).toDim();
  }

  public static Dim plus(Dim a, long b) {
    if (a instanceof Dim.Fixed fixed) {
      return Dim.of(Math.addExact(fixed.size(), b));
    }
    return Polynomial.of(a).plus(Polynomial.of(b)).toDim();
  }

  public static Dim minus(Dim a, Dim b) {
    return Polynomial.of(a).plus(Polynomial.of(b).times(Polynomial.of(-1))).toDim();
  }

  public static Dim times(Dim a, Dim b) {
    if (a instanceof Dim.Fixed x && b instanceof Dim.Fixed y) {
      return Dim.of(Math.multiplyExact(x.size(), y.size()));
    }
    return Polynomial.of(a).times(Polynomial.of(b)).toDim();
  }

  public static Dim times(Dim a, long b) {
    return times(a, Dim.of(b));
  }

  /**
   * What a size is the sum of, in the order in which it is spelled, if each is a number or a symbol
   * alone; else empty: {@code past+rows} has two, {@code 4*tokens} none.
   */
  public static List<Dim> summands(Dim dim) {
    List<Dim> summands = new ArrayList<>();
    for (Map.Entry<String, Long> term : Polynomial.of(dim).terms().entrySet()) {
      List<String> symbols = Polynomial.symbols(term.getKey());
      boolean plain = symbols.isEmpty() ? term.getValue() >= 0 : term.getValue() == 1;
      if (symbols.size() > 1 || !plain) {
        return List.of();
      }
      summands.add(symbols.isEmpty() ? Dim.of(term.getValue()) : Dim.of(symbols.getFirst()));
    }
    return summands.isEmpty() ? List.of(dim) : summands;
  }

  /** The symbols in a size. */
  public static SortedSet<String> symbols(Dim dim) {
    return Polynomial.of(dim).symbols();
  }

  /**
   * A size where the symbols in it are known.
   *
   * @throws ShapeException if one is not
   */
  public static long value(Dim dim, Map<String, Long> sizes) {
    return Polynomial.of(dim)
        .with(sizes)
        .constant()
        .orElseThrow(
            () -> new ShapeException("size %s is open, known are %s".formatted(dim, sizes)));
  }

  /** The quotient, if it is known to be whole. */
  public static Optional<Dim> quotient(Dim a, Dim b) {
    return Polynomial.of(a).dividedBy(Polynomial.of(b)).map(Polynomial::toDim);
  }

  /** The quotient rounded down; a symbol of its own if the divisor may cut a symbol. */
  public static Dim floorDivide(Dim a, long b) {
    if (a instanceof Dim.Fixed fixed) {
      return Dim.of(Math.floorDiv(fixed.size(), b));
    }
    return Polynomial.of(a)
        .floorDividedBy(b)
        .map(Polynomial::toDim)
        .orElseGet(() -> Dim.of("floor(" + a + ")/" + b));
  }

  /** Whether the two may be equal at run time: false only if both are known and differ. */
  public static boolean mayEqual(Dim a, Dim b) {
    if (a instanceof Dim.Fixed x && b instanceof Dim.Fixed y) {
      return x.size() == y.size();
    }
    if (a.equals(b)) {
      return true;
    }
    Polynomial difference = Polynomial.of(a).plus(Polynomial.of(b).times(Polynomial.of(-1)));
    return difference.constant().map(c -> c == 0).orElse(true);
  }
}
