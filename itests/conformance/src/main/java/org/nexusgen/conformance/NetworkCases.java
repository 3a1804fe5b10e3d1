package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Attributes;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.nn.Rotary;

/** Products, reductions, normalizations and rotary embeddings. */
final class NetworkCases {
  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    NetworkCases network = new NetworkCases();
    network.matMul();
    network.conv();
    network.reductions();
    network.softmax();
    network.normalizations();
    network.groupNormalization();
    network.rotary();
    return network.cases;
  }

  // The first input's axes become symbols in a second case.
  private void add(
      String name,
      List<Numbers> in,
      OperatorCase.Network network,
      List<Numbers> expected,
      int... symbolicAxes) {
    String title = name + Names.of(in.toArray(Numbers[]::new));
    cases.add(OperatorCase.fixed(title, in, network, expected));
    if (symbolicAxes.length > 0) {
      cases.add(OperatorCase.symbolic(title, in, network, expected, symbolicAxes));
    }
  }

  private void matMul() {
    int[][][] shapes = {
      {{3, 4}, {4, 5}},
      {{1, 64}, {64, 48}},
      {{2, 7, 16}, {16, 9}},
      {{2, 3, 5, 4}, {2, 3, 4, 6}},
      {{2, 1, 5, 4}, {3, 4, 6}},
      {{1, 33, 65}, {65, 130}},
      {{2, 150, 128}, {128, 24}} // rows enough for forms that engines have for many
    };
    for (int[][] shape : shapes) {
      Numbers a = Numbers.random(1, shape[0]);
      Numbers b = Numbers.random(2, shape[1]);
      List<Numbers> expected = List.of(ExpectedNetworks.matMul(a, b));
      int rowAxis = a.rank() - 2;
      add("MatMul", List.of(a, b), v -> List.of(Ops.matmul(v.get(0), v.get(1))), expected, rowAxis);
      Numbers turned = turned(b);
      if (b.rank() == 2) {
        add(
            "MatMul by a transposed matrix",
            List.of(a, turned),
            v -> List.of(Ops.matmul(v.get(0), Ops.transpose(v.get(1), 1, 0))),
            expected,
            rowAxis);
      }
    }
  }

  private static Numbers turned(Numbers b) {
    return b.rank() == 2 ? Expected.transpose(b, 1, 0) : b;
  }

  private void conv() {
    // input, kernel, stride, groups, pads
    int[][][] settings = {
      {{1, 3, 6, 7}, {4, 3, 3, 3}, {1}, {1}, {1, 1, 1, 1}},
      {{2, 4, 5, 5}, {6, 4, 1, 1}, {1}, {1}, {0, 0, 0, 0}},
      {{1, 3, 8, 6}, {5, 3, 3, 3}, {2}, {1}, {0, 0, 1, 1}},
      {{1, 3, 8, 8}, {4, 3, 4, 4}, {4}, {1}, {0, 0, 0, 0}},
      {{1, 4, 5, 6}, {8, 2, 3, 3}, {1}, {2}, {1, 1, 1, 1}},
      {{1, 16, 9, 9}, {32, 16, 3, 3}, {1}, {1}, {1, 1, 1, 1}}
    };
    for (int[][] s : settings) {
      Numbers x = Numbers.random(3, s[0]);
      Numbers kernel = Numbers.random(4, s[1]);
      Numbers bias = Numbers.random(5, s[1][0]);
      int stride = s[2][0];
      int groups = s[3][0];
      long[] pads = IntStream.of(s[4]).asLongStream().toArray();
      String title = "Conv, stride " + stride + ", groups " + groups;
      add(
          title,
          List.of(x, kernel, bias),
          v -> List.of(Ops.conv2d(v.get(0), v.get(1), v.get(2), stride, groups, pads)),
          List.of(ExpectedNetworks.conv(x, kernel, Optional.of(bias), stride, groups, s[4])),
          0,
          2,
          3);
      add(
          title + ", no bias",
          List.of(x, kernel),
          v -> List.of(Ops.conv2d(v.get(0), v.get(1), stride, groups, pads)),
          List.of(ExpectedNetworks.conv(x, kernel, Optional.empty(), stride, groups, s[4])));
    }
  }

  private void reductions() {
    Numbers x = Numbers.random(6, 3, 4, 5);
    for (int axis = 0; axis < 3; axis++) {
      int a = axis;
      int size = x.dim(axis);
      Numbers sum = Expected.reduce(x, axis, 0, Double::sum);
      Numbers top = Expected.reduce(x, axis, Double.NEGATIVE_INFINITY, Math::max);
      int[] dropped = IntStream.range(0, 3).filter(i -> i != a).map(x::dim).toArray();
      add(
          "ReduceSum, ReduceMean, ReduceMax, ArgMax over axis " + axis,
          List.of(x),
          v ->
              List.of(
                  Ops.reduceSum(v.get(0), true, a),
                  Ops.reduceMean(v.get(0), false, a),
                  Ops.reduceMax(v.get(0), true, a),
                  Ops.argMax(v.get(0), a)),
          List.of(sum, sum.map(s -> s / size).reshaped(dropped), top, Expected.argMax(x, axis)),
          0,
          1,
          2);
    }
    Numbers ties = Numbers.fill(i -> i % 3, 2, 6);
    add(
        "ArgMax takes the first of equals",
        List.of(ties),
        v -> List.of(Ops.argMax(v.get(0), 1)),
        List.of(Numbers.fill(i -> 2, 2).as(DType.I64)));
  }

  private void softmax() {
    for (int[] shape : new int[][] {{5}, {3, 7}, {2, 3, 40}}) {
      Numbers x = Numbers.random(7, shape).map(v -> (float) (v * 10));
      for (int axis = 0; axis < shape.length; axis++) {
        int a = axis;
        add(
            "Softmax over axis " + axis,
            List.of(x),
            v -> List.of(Ops.softmax(v.get(0), a)),
            List.of(Expected.softmax(x, axis)),
            0);
      }
    }
  }

  private void normalizations() {
    for (int[] shape : new int[][] {{4, 8}, {2, 3, 80}, {1, 2, 3, 16}}) {
      for (double eps : new double[] {1e-6, 1e-5, 0.1}) {
        Numbers x = Numbers.random(8, shape).map(v -> (float) (v * 3 + 1));
        Numbers weight = Numbers.random(9, x.dim(-1));
        Numbers bias = Numbers.random(10, x.dim(-1));
        add(
            "RMSNormalization, eps " + eps,
            List.of(x, weight),
            v ->
                List.of(
                    v.get(0)
                        .builder()
                        .node(
                            "RMSNormalization",
                            java.util.Map.of(
                                "axis", Attributes.integer(-1), "epsilon", Attributes.number(eps)),
                            v.get(0),
                            v.get(1))),
            List.of(ExpectedNetworks.rmsNorm(x, weight, eps)),
            0,
            1);
        add(
            "LayerNormalization, eps " + eps,
            List.of(x, weight, bias),
            v ->
                List.of(
                    v.get(0)
                        .builder()
                        .node(
                            "LayerNormalization",
                            java.util.Map.of(
                                "axis", Attributes.integer(-1), "epsilon", Attributes.number(eps)),
                            v.get(0),
                            v.get(1),
                            v.get(2))),
            List.of(ExpectedNetworks.layerNorm(x, weight, bias, eps)),
            0,
            1);
      }
    }
  }

  private void groupNormalization() {
    int[][] settings = {{1, 8, 3, 5, 4}, {2, 6, 4, 4, 3}, {1, 32, 2, 2, 32}, {1, 4, 6, 6, 1}};
    for (int[] s : settings) {
      Numbers x = Numbers.random(11, s[0], s[1], s[2], s[3]).map(v -> (float) (v * 2 - 1));
      Numbers weight = Numbers.random(12, s[1]);
      Numbers bias = Numbers.random(13, s[1]);
      int groups = s[4];
      add(
          "GroupNormalization in " + groups + " groups",
          List.of(x, weight, bias),
          v ->
              List.of(
                  v.get(0)
                      .builder()
                      .node(
                          "GroupNormalization",
                          java.util.Map.of(
                              "num_groups",
                              Attributes.integer(groups),
                              "epsilon",
                              Attributes.number(1e-6)),
                          v.get(0),
                          v.get(1),
                          v.get(2))),
          List.of(ExpectedNetworks.groupNorm(x, weight, bias, groups, 1e-6)),
          0,
          2,
          3);
    }
  }

  private void rotary() {
    for (int[] s : new int[][] {{1, 1, 3, 4}, {2, 3, 5, 8}, {1, 4, 7, 20}}) {
      Numbers x = Numbers.random(14, s);
      Numbers angles = Numbers.random(15, s[0], s[2], s[3] / 2).map(v -> v * 3);
      Numbers cos = angles.map(a -> (float) Math.cos(a));
      Numbers sin = angles.map(a -> (float) Math.sin(a));
      add(
          "RotaryEmbedding by halves",
          List.of(x, cos, sin),
          v -> List.of(Rotary.rotateHalf(v.get(0), v.get(1), v.get(2))),
          List.of(ExpectedNetworks.rotary(x, cos, sin, false)),
          2);
      add(
          "RotaryEmbedding by pairs",
          List.of(x, cos, sin),
          v -> List.of(Rotary.interleaved(v.get(0), v.get(1), v.get(2))),
          List.of(ExpectedNetworks.rotary(x, cos, sin, true)),
          2);
    }
  }
}
