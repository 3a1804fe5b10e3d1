package org.nexusgen.graph.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.ShapeException;

/**
 * One operator on its way into a graph: what inference reads.
 *
 * @param op operator name
 * @param where the layer, for messages
 * @param attributes its settings
 * @param inputs what is known of each input; empty for an optional input that is left out
 * @param outputs how many outputs are asked for
 */
public record Operator(
    String op,
    String where,
    Map<String, Attribute> attributes,
    List<Optional<Known>> inputs,
    int outputs) {

  public boolean has(int input) {
    return input < inputs.size() && inputs.get(input).isPresent();
  }

  private Known known(int input) {
    if (!has(input)) {
      throw fail("input " + input + " is missing");
    }
    return inputs.get(input).orElseThrow();
  }

  public ValueType type(int input) {
    return known(input).type();
  }

  public DType dtype(int input) {
    return type(input).dtype();
  }

  public List<Dim> dims(int input) {
    return type(input).dims();
  }

  public int rank(int input) {
    return type(input).rank();
  }

  public Optional<List<Polynomial>> contents(int input) {
    return known(input).contents();
  }

  /** Constant integers of an input: axes, paddings, sizes. */
  public List<Long> longs(int input) {
    return contents(input).orElseThrow(() -> fail("input " + input + " must be known")).stream()
        .map(p -> p.constant().orElseThrow(() -> fail("input " + input + " must be constant")))
        .toList();
  }

  public long integer(String name, long otherwise) {
    return attributes.get(name) instanceof Attribute.IntValue v ? v.value() : otherwise;
  }

  public Optional<List<Long>> integers(String name) {
    return attributes.get(name) instanceof Attribute.IntList v
        ? Optional.of(v.values())
        : Optional.empty();
  }

  public List<Long> integers(String name, List<Long> otherwise) {
    return integers(name).orElse(otherwise);
  }

  /** An axis from the front, checked. */
  public int axis(long axis, int rank) {
    long fromFront = axis < 0 ? axis + rank : axis;
    if (fromFront < 0 || fromFront >= rank) {
      throw fail("axis %d outside rank %d".formatted(axis, rank));
    }
    return (int) fromFront;
  }

  /** Formats its message only when it is needed: graphs are built while a user waits. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost a library
  public void require(boolean condition, String wanted, Object... arguments) {
    if (!condition) {
      throw fail(wanted.formatted(arguments));
    }
  }

  public void requireRank(int input, int rank) {
    require(rank(input) == rank, "input %d has rank %d, wants %d", input, rank(input), rank);
  }

  public void requireEqual(Dim a, Dim b, String what) {
    require(Dims.mayEqual(a, b), "%s: %s and %s differ", what, a, b);
  }

  /** The error of this operator: its name, the layer, the shapes it got. */
  public ShapeException fail(String wanted) {
    String shapes =
        inputs.stream()
            .map(i -> i.map(k -> k.type().toString()).orElse("-"))
            .collect(Collectors.joining(", "));
    return new ShapeException(
        "layer '%s', operator %s: got %s: %s"
            .formatted(where.isEmpty() ? "(input)" : where, op, shapes, wanted));
  }
}
