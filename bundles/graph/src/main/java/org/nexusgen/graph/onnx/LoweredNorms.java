package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.integers;
import static org.nexusgen.graph.Attributes.number;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.div;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.sqrt;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/** Normalizations in simpler operators; engines without a kernel of their own use them, too. */
public final class LoweredNorms {
  private static final double USUAL_EPSILON = 1e-5;

  private LoweredNorms() {}

  private static double epsilon(Node node) {
    return node.attributes().get("epsilon") instanceof Attribute.FloatValue eps
        ? eps.value()
        : USUAL_EPSILON;
  }

  private static long integerOf(Node node, String name, long otherwise) {
    return node.attributes().get(name) instanceof Attribute.IntValue value
        ? value.value()
        : otherwise;
  }

  /** x / √(mean(x²) + eps) · weight. */
  static Value rms(Node node, List<Value> operands) {
    Value x = operands.get(0);
    long axis = integerOf(node, "axis", -1);
    long first = axis < 0 ? axis + x.rank() : axis;
    long[] axes = LongStream.range(first, x.rank()).toArray();
    Value mean =
        x.builder()
            .node("ReduceMean", Map.of("axes", integers(axes), "keepdims", integer(1)), mul(x, x));
    return mul(div(x, sqrt(add(mean, epsilon(node)))), operands.get(1));
  }

  /**
   * Mean and variance of each group of channels in plain sums, then weight and bias a channel.
   * TensorRT 8.6 reads InstanceNormalization as a plugin on cuDNN, and sums as its own kernels.
   */
  static Value groupInSums(Node node, List<Value> operands) {
    Value x = operands.get(0);
    int groups = Math.toIntExact(integerOf(node, "num_groups", 1));
    Value grouped = reshape(x, 0, groups, -1); // (B, G, C/G·H·W)
    Value centred = sub(grouped, lastMean(grouped));
    Value deviation = sqrt(add(lastMean(mul(centred, centred)), epsilon(node)));
    return scaled(div(centred, deviation), x, operands);
  }

  private static Value lastMean(Value x) {
    return x.builder().node("ReduceMean", Map.of("axes", integers(-1), "keepdims", integer(1)), x);
  }

  /** A missing bias is zero: not every reader of the set expects the two-operand form. */
  static Value layer(Node node, List<Value> operands) {
    GraphBuilder b = operands.getFirst().builder();
    if (operands.size() > 2) {
      return GraphRewriter.copy(b, node, operands).getFirst();
    }
    Value scale = operands.get(1);
    Value zero = constant(b, Math.toIntExact(scale.size(0)), 0);
    return b.node(node.op(), node.attributes(), operands.get(0), scale, zero);
  }

  /** Groups as the channels of an InstanceNormalization, then weight and bias a channel. */
  public static Value group(Node node, List<Value> operands) {
    Value x = operands.get(0);
    GraphBuilder b = x.builder();
    int groups = Math.toIntExact(integerOf(node, "num_groups", 1));
    Value grouped = reshape(x, 0, groups, -1);
    Value normal =
        b.node(
            "InstanceNormalization",
            Map.of("epsilon", number(epsilon(node))),
            grouped,
            constant(b, groups, 1),
            constant(b, groups, 0));
    return scaled(normal, x, operands);
  }

  private static Value scaled(Value normal, Value x, List<Value> operands) {
    Value back = reshape(normal, x.type().dims().toArray(Dim[]::new));
    long[] spatial = LongStream.range(1, x.rank() - 1L).toArray();
    Value weight = unsqueeze(operands.get(1), spatial);
    Value bias = unsqueeze(operands.get(2), spatial);
    return add(mul(back, weight), bias);
  }

  private static Value constant(GraphBuilder b, int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return b.constant(Tensor.of(values, size));
  }
}
