package org.nexusgen.graph;

import static org.nexusgen.graph.Attributes.integer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.internal.Polynomial;

/** Symbolic sizes as values at run time: read from the shape of an input, then computed. */
final class Sizes {
  /** Where a symbol can be read: {@code factor · symbol} is the size of an input's axis. */
  private record Source(Value input, int axis, long factor) {}

  private final GraphBuilder builder;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<Dim, Value> vectors = new HashMap<>();

  Sizes(GraphBuilder builder) {
    this.builder = builder;
  }

  void declare(Value input) {
    for (int axis = 0; axis < input.rank(); axis++) {
      Map<String, Long> terms = Polynomial.of(input.dim(axis)).terms();
      if (terms.size() == 1) {
        Map.Entry<String, Long> term = terms.entrySet().iterator().next();
        if (Polynomial.symbols(term.getKey()).size() == 1) {
          sources.putIfAbsent(term.getKey(), new Source(input, axis, term.getValue()));
        }
      }
    }
  }

  /** An int64 vector, one number a size. */
  Value vector(List<Dim> dims) {
    List<Value> parts = new ArrayList<>();
    List<Long> run = new ArrayList<>();
    for (Dim dim : dims) {
      if (dim instanceof Dim.Fixed fixed) {
        run.add(fixed.size());
      } else {
        flush(run, parts);
        parts.add(one(dim));
      }
    }
    flush(run, parts);
    return parts.size() == 1 ? parts.get(0) : Ops.concat(0, parts.toArray(Value[]::new));
  }

  private void flush(List<Long> run, List<Value> parts) {
    if (!run.isEmpty()) {
      parts.add(builder.constants(run.stream().mapToLong(Long::longValue).toArray()));
      run.clear();
    }
  }

  /** An int64 scalar. */
  Value scalar(Dim dim) {
    return dim instanceof Dim.Fixed fixed
        ? builder.constant(Tensor.of(new long[] {fixed.size()}))
        : builder.node("Squeeze", Map.of(), one(dim), builder.constants(0));
  }

  private Value one(Dim dim) {
    Value known = vectors.get(dim);
    if (known == null) {
      known = compute(dim);
      vectors.put(dim, known);
    }
    return known;
  }

  private Value compute(Dim dim) {
    List<Value> terms = new ArrayList<>();
    for (Map.Entry<String, Long> term : Polynomial.of(dim).terms().entrySet()) {
      Value product = builder.constants(term.getValue());
      for (String symbol : Polynomial.symbols(term.getKey())) {
        Value factor = symbol(symbol, dim);
        boolean first = term.getValue() == 1 && product.contents().isPresent();
        product = first && isOne(product) ? factor : Ops.mul(product, factor);
      }
      terms.add(product);
    }
    return terms.stream().reduce(Ops::add).orElseThrow();
  }

  private static boolean isOne(Value value) {
    return value.contents().filter(c -> c.equals(List.of(Polynomial.of(1)))).isPresent();
  }

  private Value symbol(String symbol, Dim wanted) {
    Source source = sources.get(symbol);
    if (source == null) {
      throw new ShapeException(
          "size %s: symbol '%s' is no axis of any input".formatted(wanted, symbol));
    }
    Value size =
        builder.node(
            "Shape",
            Map.of("start", integer(source.axis()), "end", integer(source.axis() + 1L)),
            source.input());
    return source.factor() == 1 ? size : Ops.div(size, builder.constants(source.factor()));
  }
}
