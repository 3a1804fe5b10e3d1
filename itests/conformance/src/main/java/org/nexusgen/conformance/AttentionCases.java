package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.ImageLayout;

/** Attention: grouped heads, masks of every kind, causal, with past. */
final class AttentionCases {
  /** batch, query heads, key heads, rows, head size. */
  private record Dims(int batch, int heads, int kvHeads, int rows, int width) {
    Numbers queries() {
      return Numbers.random(1, batch, heads, rows, width);
    }

    Numbers keys() {
      return Numbers.random(2, batch, kvHeads, rows, width);
    }

    Numbers values() {
      return Numbers.random(3, batch, kvHeads, rows, width);
    }

    double scale() {
      return 1 / Math.sqrt(width);
    }

    Attention attention() {
      return Attention.of(heads, kvHeads, width);
    }
  }

  private static final List<Dims> ALL_DIMS =
      List.of(
          new Dims(1, 1, 1, 5, 4),
          new Dims(2, 4, 2, 6, 8),
          new Dims(1, 6, 2, 9, 16),
          new Dims(1, 4, 4, 33, 20),
          new Dims(2, 7, 1, 3, 32));

  private static final int[] ROW_AXIS = {2};

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    AttentionCases attention = new AttentionCases();
    for (Dims dims : ALL_DIMS) {
      attention.plain(dims);
      attention.masked(dims);
      for (int past : new int[] {0, 1, 7}) {
        attention.cached(dims, past);
      }
      attention.oneRow(dims);
    }
    attention.heads();
    return attention.cases;
  }

  private void plain(Dims d) {
    List<Numbers> in = List.of(d.queries(), d.keys(), d.values());
    for (boolean causal : new boolean[] {false, true}) {
      Attention attention = causal ? d.attention().causal() : d.attention();
      OperatorCase.Network network = v -> List.of(attention.apply(v.get(0), v.get(1), v.get(2)));
      List<Numbers> expected = List.of(expected(in, Optional.empty(), causal, d.scale()));
      String name = (causal ? "causal Attention " : "Attention ") + d;
      cases.add(OperatorCase.fixed(name, in, network, expected));
      cases.add(OperatorCase.symbolic(name, in, network, expected, ROW_AXIS, ROW_AXIS, ROW_AXIS));
    }
    cases.add(
        OperatorCase.fixed(
            "Attention, unscaled " + d,
            in,
            v -> List.of(d.attention().scaled(1).apply(v.get(0), v.get(1), v.get(2))),
            List.of(expected(in, Optional.empty(), false, 1))));
    Numbers keys = Numbers.random(4, d.batch(), d.kvHeads(), d.rows() + 3, d.width());
    Numbers values = Numbers.random(5, keys.shape());
    List<Numbers> cross = List.of(d.queries(), keys, values);
    cases.add(
        OperatorCase.symbolic(
            "Attention to other rows " + d,
            cross,
            v -> List.of(d.attention().apply(v.get(0), v.get(1), v.get(2))),
            List.of(expected(cross, Optional.empty(), false, d.scale())),
            ROW_AXIS,
            ROW_AXIS,
            ROW_AXIS));
  }

  private static Numbers expected(
      List<Numbers> in, Optional<Numbers> mask, boolean causal, double scale) {
    return ExpectedNetworks.attention(in.get(0), in.get(1), in.get(2), mask, causal, scale);
  }

  private void masked(Dims d) {
    int[][] shapes = {
      {d.rows(), d.rows()},
      {1, d.heads(), d.rows(), d.rows()},
      {d.batch(), 1, d.rows(), d.rows()},
      {1, 1, 1, d.rows()},
      {d.batch(), 1, 1, d.rows()},
    };
    for (int[] shape : shapes) {
      addMasked(d, Numbers.random(6, shape), "additive");
      addMasked(d, openDiagonal(Numbers.booleans(7, shape)), "boolean");
    }
  }

  // Every row may look somewhere: at column 0.
  private static Numbers openDiagonal(Numbers mask) {
    return Numbers.fill(i -> mask.index(i)[mask.rank() - 1] == 0 ? 1 : mask.data()[i], mask.shape())
        .as(DType.BOOL);
  }

  private void addMasked(Dims d, Numbers mask, String kind) {
    List<Numbers> in = List.of(d.queries(), d.keys(), d.values(), mask);
    OperatorCase.Network network =
        v -> List.of(d.attention().apply(v.get(0), v.get(1), v.get(2), v.get(3)));
    String name = "Attention, " + kind + " mask" + Names.of(mask) + " " + d;
    List<Numbers> expected = List.of(expected(in, Optional.of(mask), false, d.scale()));
    cases.add(OperatorCase.fixed(name, in, network, expected));
    cases.add(
        OperatorCase.symbolic(
            name,
            in,
            network,
            expected,
            ROW_AXIS,
            ROW_AXIS,
            ROW_AXIS,
            new int[] {mask.rank() - 1}));
  }

  /** A chunk of rows behind cached ones, as prefilled autoregression runs it. */
  private void cached(Dims d, int past) {
    Numbers pastKeys = Numbers.random(8, d.batch(), d.kvHeads(), past, d.width());
    Numbers pastValues = Numbers.random(9, pastKeys.shape());
    Numbers keys = Expected.concat(2, pastKeys, d.keys());
    Numbers values = Expected.concat(2, pastValues, d.values());
    Numbers mask =
        Numbers.fill(
                i -> i % (past + d.rows()) <= past + i / (past + d.rows()) ? 1 : 0,
                d.rows(),
                past + d.rows())
            .as(DType.BOOL);
    Numbers padding =
        Numbers.fill(i -> i % (past + d.rows()) == 1 ? 0 : 1, d.batch(), 1, 1, past + d.rows())
            .as(DType.BOOL);
    Numbers both = Expected.binary(mask, padding, Math::min).as(DType.BOOL);
    List<Numbers> whole = List.of(d.queries(), keys, values);
    List<Numbers> in = List.of(d.queries(), d.keys(), d.values(), pastKeys, pastValues, padding);
    Numbers seen = expected(whole, Optional.of(mask), false, d.scale());
    Numbers seenPadded = expected(whole, Optional.of(both), false, d.scale());
    addCached("causal mask", d, in, Chunk::masked, seen, keys, values);
    addCached("causal flag", d, in, Chunk::flagged, seen, keys, values);
    addCached("causal flag and padding", d, in, Chunk::padded, seenPadded, keys, values);
  }

  /** The ways in which a chunk's rows may be kept from looking ahead. */
  private record Chunk(Attention attention, List<Value> in) {
    Value rows(int index) {
      return in.get(index);
    }

    Attention.Cached masked() {
      Value mask = Attention.causalMask(rows(0).builder(), rows(0).dim(2), rows(3).dim(2));
      return attention.apply(rows(0), rows(1), rows(2), mask, rows(3), rows(4));
    }

    Attention.Cached flagged() {
      return attention.causal().apply(rows(0), rows(1), rows(2), rows(3), rows(4));
    }

    Attention.Cached padded() {
      return attention.causal().apply(rows(0), rows(1), rows(2), rows(5), rows(3), rows(4));
    }
  }

  private void addCached(
      String how,
      Dims d,
      List<Numbers> in,
      Function<Chunk, Attention.Cached> attend,
      Numbers... expected) {
    cases.add(
        OperatorCase.symbolic(
            "Attention, %s behind %d cached rows %s".formatted(how, in.get(3).dim(2), d),
            in,
            v -> {
              Attention.Cached result = attend.apply(new Chunk(d.attention(), v));
              return List.of(result.out(), result.presentKeys(), result.presentValues());
            },
            List.of(expected),
            ROW_AXIS,
            ROW_AXIS,
            ROW_AXIS,
            ROW_AXIS,
            ROW_AXIS,
            new int[] {3}));
  }

  /** One new token behind cached rows: it sees them all. */
  private void oneRow(Dims d) {
    Numbers query = Numbers.random(10, d.batch(), d.heads(), 1, d.width());
    Numbers key = Numbers.random(11, d.batch(), d.kvHeads(), 1, d.width());
    Numbers value = Numbers.random(12, key.shape());
    Numbers keys = Expected.concat(2, d.keys(), key);
    Numbers values = Expected.concat(2, d.values(), value);
    cases.add(
        OperatorCase.symbolic(
            "Attention of one row behind cached ones " + d,
            List.of(query, key, value, d.keys(), d.values()),
            v -> {
              Attention.Cached result =
                  d.attention().apply(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4));
              return List.of(result.out(), result.presentKeys(), result.presentValues());
            },
            List.of(
                expected(List.of(query, keys, values), Optional.empty(), false, d.scale()),
                keys,
                values),
            new int[] {},
            new int[] {},
            new int[] {},
            ROW_AXIS,
            ROW_AXIS));
  }

  private void heads() {
    Numbers x = Numbers.random(13, 2, 5, 12);
    Numbers split = Expected.transpose(x.reshaped(2, 5, 3, 4), 0, 2, 1, 3);
    cases.add(
        OperatorCase.symbolic(
            "heads split and merged",
            List.of(x),
            v -> {
              var heads = ImageLayout.splitHeads(v.get(0), 3);
              return List.of(heads, ImageLayout.mergeHeads(heads));
            },
            List.of(split, x),
            new int[] {0, 1}));
  }
}
