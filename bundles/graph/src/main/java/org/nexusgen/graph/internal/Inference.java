package org.nexusgen.graph.internal;

import java.util.List;
import org.nexusgen.api.tensor.DType;

/** Types of an operator's outputs: the operators of ONNX opset 23 that our networks use. */
public final class Inference {
  private Inference() {}

  /**
   * @return one entry an output
   * @throws org.nexusgen.graph.ShapeException if the operator cannot take these inputs, or is not
   *     known here
   */
  public static List<Known> infer(Operator o) {
    return switch (o.op()) {
      case "Add", "Sub", "Mul", "Div" -> List.of(Elementwise.arithmetic(o));
      case "Pow", "Max", "Min" -> List.of(Known.of(Elementwise.broadcast(o, o.dtype(0))));
      case "And", "Or", "Equal", "Less", "Greater", "LessOrEqual" ->
          List.of(Known.of(Elementwise.broadcast(o, DType.BOOL)));
      case "Where" -> List.of(Known.of(Elementwise.where(o)));
      case "Not",
          "Identity",
          "Sqrt",
          "Exp",
          "Log",
          "Tanh",
          "Erf",
          "Cos",
          "Sin",
          "Neg",
          "Abs",
          "Sigmoid",
          "Relu",
          "Gelu",
          "Softmax" ->
          List.of(Known.of(o.type(0)));
      case "Cast" -> List.of(Elementwise.cast(o));
      case "Shape" -> List.of(Layout.shape(o));
      case "Reshape" -> List.of(Layout.reshape(o));
      case "Transpose" -> List.of(Layout.transpose(o));
      case "Concat" -> List.of(Layout.concat(o));
      case "Slice" -> List.of(Slicing.slice(o));
      case "Split" -> Slicing.split(o);
      case "Gather" -> List.of(Slicing.gather(o));
      case "Squeeze" -> List.of(Layout.squeeze(o));
      case "Unsqueeze" -> List.of(Layout.unsqueeze(o));
      case "Expand" -> List.of(Layout.expand(o));
      case "Pad" -> List.of(Layout.pad(o));
      case "Resize" -> List.of(Layout.resize(o));
      case "Range" -> List.of(Layout.range(o));
      case "ScatterND" -> List.of(Known.of(o.type(0)));
      case "ReduceMean", "ReduceSum", "ReduceMax" -> List.of(Reduction.reduce(o));
      case "ArgMax" -> List.of(Reduction.argMax(o));
      case "MatMul" -> List.of(Products.matMul(o));
      case "Gemm" -> List.of(Products.gemm(o));
      case "Conv" -> List.of(Products.conv(o));
      case "LayerNormalization", "RMSNormalization" -> List.of(Products.normalizeLast(o));
      case "GroupNormalization", "InstanceNormalization" -> List.of(Products.normalizeChannels(o));
      case "RotaryEmbedding" -> List.of(Products.rotary(o));
      case "Attention" -> AttentionShapes.infer(o);
      default -> throw o.fail("the graph module does not know this operator");
    };
  }
}
