package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.Ops;

/** Operators that move elements about. */
final class LayoutCases {
  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    LayoutCases layout = new LayoutCases();
    layout.reshape();
    layout.transpose();
    layout.concat();
    layout.slice();
    layout.split();
    layout.gather();
    layout.scatter();
    layout.expand();
    layout.pad();
    layout.ranges();
    return layout.cases;
  }

  private void add(
      String name, List<Numbers> in, OperatorCase.Network network, Numbers... expected) {
    String title = name + Names.of(in.toArray(Numbers[]::new));
    cases.add(OperatorCase.fixed(title, in, network, List.of(expected)));
    int[][] everyAxis =
        in.stream().map(x -> IntStream.range(0, x.rank()).toArray()).toArray(int[][]::new);
    cases.add(OperatorCase.symbolic(title, in, network, List.of(expected), everyAxis));
  }

  private void reshape() {
    Numbers x = Numbers.random(1, 2, 3, 8);
    add("Reshape 0 -1", List.of(x), v -> List.of(Ops.reshape(v.get(0), 0, -1)), x.reshaped(2, 24));
    add(
        "Reshape to product",
        List.of(x),
        v ->
            List.of(
                Ops.reshape(
                    v.get(0), Dims.times(v.get(0).dim(0), v.get(0).dim(1)), v.get(0).dim(2))),
        x.reshaped(6, 8));
    add(
        "Reshape, swapped sizes",
        List.of(x),
        v -> List.of(Ops.reshape(v.get(0), v.get(0).dim(2), v.get(0).dim(0), v.get(0).dim(1))),
        x.reshaped(8, 2, 3));
    add(
        "Unsqueeze, Squeeze",
        List.of(x),
        v -> List.of(Ops.unsqueeze(v.get(0), 0, -1), Ops.squeeze(Ops.unsqueeze(v.get(0), 1), 1)),
        x.reshaped(1, 2, 3, 8, 1),
        x);
    add(
        "Reshape to the shape of another",
        List.of(x, Numbers.random(2, 6, 8)),
        v -> List.of(Ops.reshape(v.get(0), Ops.shapeOf(v.get(1)))),
        x.reshaped(6, 8));
  }

  private void transpose() {
    for (int[] perm :
        new int[][] {{1, 0}, {0, 2, 1}, {2, 0, 1}, {0, 2, 1, 3}, {0, 3, 1, 4, 2, 5}}) {
      int[] shape = IntStream.range(0, perm.length).map(i -> i % 4 + 2).toArray();
      Numbers x = Numbers.random(3, shape);
      long[] axes = Arrays.stream(perm).asLongStream().toArray();
      add(
          "Transpose " + Arrays.toString(perm),
          List.of(x),
          v -> List.of(Ops.transpose(v.get(0), axes)),
          Expected.transpose(x, perm));
    }
  }

  private void concat() {
    Numbers a = Numbers.random(4, 2, 3, 4);
    Numbers b = Numbers.random(5, 2, 5, 4);
    add(
        "Concat 1",
        List.of(a, b),
        v -> List.of(Ops.concat(1, v.get(0), v.get(1), v.get(0))),
        Expected.concat(1, a, b, a));
    add("Concat -1", List.of(a, a), v -> List.of(Ops.concat(-1, v)), Expected.concat(2, a, a));
  }

  private void slice() {
    Numbers x = Numbers.random(6, 3, 7, 4);
    add(
        "Slice",
        List.of(x),
        v ->
            List.of(
                Ops.slice(v.get(0), 1, 2, 5),
                Ops.slice(v.get(0), 1, -3, Ops.END),
                Ops.slice(v.get(0), 2, 0, -1),
                Ops.slice(v.get(0), 1, Dim.of(1), v.get(0).dim(1))),
        Expected.slice(x, 1, 2, 5, 1),
        Expected.slice(x, 1, 4, 7, 1),
        Expected.slice(x, 2, 0, 3, 1),
        Expected.slice(x, 1, 1, 7, 1));
    cases.add(
        OperatorCase.fixed(
            "Slice with steps" + Names.of(x),
            List.of(x),
            v -> List.of(Ops.slice(v.get(0), 1, 0, 7, 2), Ops.slice(v.get(0), 1, 1, 7, 3)),
            List.of(Expected.slice(x, 1, 0, 7, 2), Expected.slice(x, 1, 1, 7, 3))));
  }

  private void split() {
    Numbers x = Numbers.random(7, 2, 6, 4);
    Numbers[] parts = {
      Expected.slice(x, 1, 0, 1, 1), Expected.slice(x, 1, 1, 4, 1), Expected.slice(x, 1, 4, 6, 1)
    };
    add("Split 1,3,2", List.of(x), v -> Ops.split(v.get(0), 1, 1L, 3L, 2L), parts);
    cases.add(
        OperatorCase.fixed(
            "Split in three" + Names.of(x),
            List.of(x),
            v -> Ops.split(v.get(0), 1, 3),
            List.of(
                Expected.slice(x, 1, 0, 2, 1),
                Expected.slice(x, 1, 2, 4, 1),
                Expected.slice(x, 1, 4, 6, 1))));
  }

  private void gather() {
    Numbers table = Numbers.random(8, 11, 5);
    for (int[] shape : new int[][] {{4}, {2, 3}, {}}) {
      Numbers ids = Numbers.indices(9, 11, shape);
      add(
          "Gather 0",
          List.of(table, ids),
          v -> List.of(Ops.gather(v.get(0), v.get(1), 0)),
          Expected.gather(table, ids, 0));
    }
    Numbers x = Numbers.random(10, 2, 7, 3);
    Numbers ids = Numbers.indices(11, 7, 4);
    add(
        "Gather 1",
        List.of(x, ids),
        v -> List.of(Ops.gather(v.get(0), v.get(1), 1)),
        Expected.gather(x, ids, 1));
  }

  private void scatter() {
    Numbers x = Numbers.random(12, 9, 4);
    Numbers rows = Numbers.random(13, 3, 4);
    Numbers at = Numbers.fill(i -> new int[] {7, 0, 4}[i], 3).as(DType.I64);
    add(
        "ScatterND of rows",
        List.of(x, at, rows),
        v -> List.of(Ops.scatterRows(v.get(0), v.get(1), v.get(2))),
        Expected.scatterRows(x, at, rows));
  }

  private void expand() {
    Numbers x = Numbers.random(14, 3, 1, 4);
    add(
        "Expand",
        List.of(x),
        v ->
            List.of(
                Ops.expand(v.get(0), v.get(0).dim(0), Dim.of(5), v.get(0).dim(2)),
                Ops.expand(v.get(0), Dim.of(2), v.get(0).dim(0), Dim.of(1), v.get(0).dim(2))),
        Expected.expand(x, 3, 5, 4),
        Expected.expand(x, 2, 3, 1, 4));
  }

  private void pad() {
    Numbers x = Numbers.random(15, 1, 2, 3, 4);
    add(
        "Pad right and below",
        List.of(x),
        v -> List.of(Ops.pad(v.get(0), 0, 0, 0, 0, 0, 0, 1, 1)),
        Expected.pad(x, 0, 0, 0, 0, 0, 0, 1, 1));
    add(
        "Resize nearest",
        List.of(x),
        v -> List.of(Ops.resizeNearest2x(v.get(0))),
        Expected.twice(x));
  }

  private void ranges() {
    Numbers x = Numbers.random(16, 3, 5);
    add(
        "Range, Shape, sizes",
        List.of(x),
        v ->
            List.of(
                Ops.range(v.get(0).builder(), v.get(0).dim(1)),
                Ops.shapeOf(v.get(0)),
                v.get(0)
                    .builder()
                    .sizes(Dims.plus(Dims.times(v.get(0).dim(0), 2), v.get(0).dim(1)))),
        Numbers.fill(i -> i, 5).as(DType.I64),
        Numbers.fill(i -> 3 + 2 * i, 2).as(DType.I64),
        Numbers.fill(i -> 11, 1).as(DType.I64));
  }
}
