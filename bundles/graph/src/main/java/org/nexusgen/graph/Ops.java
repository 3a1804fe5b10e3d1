package org.nexusgen.graph;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Attributes.integers;
import static org.nexusgen.graph.Attributes.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.internal.OnnxTypes;

/**
 * Operators as functions, to be imported statically. Element-wise ones broadcast as ONNX and numpy
 * do. Each throws {@link ShapeException} if the operands do not fit.
 */
public final class Ops {
  private static final Map<String, Attribute> NO_ATTRIBUTES = Map.of();

  /** End of a slice that reaches to the end of its axis. */
  public static final long END = Long.MAX_VALUE;

  private Ops() {}

  private static Value unary(String op, Value x) {
    return x.builder().node(op, NO_ATTRIBUTES, x);
  }

  private static Value binary(String op, Value a, Value b) {
    return a.builder().node(op, NO_ATTRIBUTES, a, b);
  }

  private static Value scalar(Value like, double value) {
    GraphBuilder b = like.builder();
    return switch (like.dtype()) {
      case F32 -> b.constant(value);
      case I64 -> b.constant(Tensor.of(new long[] {(long) value}));
      case I32 -> b.constant(Tensor.of(new int[] {(int) value}));
      default -> throw new ShapeException("no scalar of type " + like.dtype() + " for " + like);
    };
  }

  public static Value add(Value a, Value b) {
    return binary("Add", a, b);
  }

  public static Value add(Value a, double b) {
    return add(a, scalar(a, b));
  }

  public static Value sub(Value a, Value b) {
    return binary("Sub", a, b);
  }

  public static Value sub(Value a, double b) {
    return sub(a, scalar(a, b));
  }

  public static Value mul(Value a, Value b) {
    return binary("Mul", a, b);
  }

  public static Value mul(Value a, double b) {
    return mul(a, scalar(a, b));
  }

  public static Value div(Value a, Value b) {
    return binary("Div", a, b);
  }

  public static Value div(Value a, double b) {
    return div(a, scalar(a, b));
  }

  public static Value pow(Value a, double exponent) {
    return binary("Pow", a, scalar(a, exponent));
  }

  public static Value max(Value a, Value b) {
    return binary("Max", a, b);
  }

  public static Value min(Value a, Value b) {
    return binary("Min", a, b);
  }

  /** True where a = b. */
  public static Value equal(Value a, Value b) {
    return binary("Equal", a, b);
  }

  /** True where {@code a < b}. */
  public static Value less(Value a, Value b) {
    return binary("Less", a, b);
  }

  public static Value lessOrEqual(Value a, Value b) {
    return binary("LessOrEqual", a, b);
  }

  public static Value greater(Value a, Value b) {
    return binary("Greater", a, b);
  }

  public static Value and(Value a, Value b) {
    return binary("And", a, b);
  }

  public static Value or(Value a, Value b) {
    return binary("Or", a, b);
  }

  public static Value not(Value x) {
    return unary("Not", x);
  }

  /** a where the condition is true, b elsewhere. */
  public static Value where(Value condition, Value a, Value b) {
    return a.builder().node("Where", NO_ATTRIBUTES, condition, a, b);
  }

  public static Value sqrt(Value x) {
    return unary("Sqrt", x);
  }

  public static Value exp(Value x) {
    return unary("Exp", x);
  }

  /** Natural logarithm. */
  public static Value log(Value x) {
    return unary("Log", x);
  }

  public static Value tanh(Value x) {
    return unary("Tanh", x);
  }

  public static Value erf(Value x) {
    return unary("Erf", x);
  }

  public static Value cos(Value x) {
    return unary("Cos", x);
  }

  public static Value sin(Value x) {
    return unary("Sin", x);
  }

  public static Value neg(Value x) {
    return unary("Neg", x);
  }

  public static Value abs(Value x) {
    return unary("Abs", x);
  }

  public static Value sigmoid(Value x) {
    return unary("Sigmoid", x);
  }

  public static Value relu(Value x) {
    return unary("Relu", x);
  }

  /** x · sigmoid(x). */
  public static Value silu(Value x) {
    return mul(x, sigmoid(x));
  }

  /** x · Φ(x), exact. */
  public static Value geluErf(Value x) {
    return x.builder().node("Gelu", Map.of("approximate", text("none")), x);
  }

  /** GELU in its tanh form. */
  public static Value geluTanh(Value x) {
    return x.builder().node("Gelu", Map.of("approximate", text("tanh")), x);
  }

  /** x · sigmoid(1.702 x): CLIP's activation. */
  public static Value quickGelu(Value x) {
    double slope = 1.702;
    return mul(x, sigmoid(mul(x, slope)));
  }

  public static Value softmax(Value x, int axis) {
    return x.builder().node("Softmax", Map.of("axis", integer(axis)), x);
  }

  /** Matrix product over the last two axes, the leading ones broadcast. */
  public static Value matmul(Value a, Value b) {
    return binary("MatMul", a, b);
  }

  /** The same elements under another shape; symbols are resolved at run time. */
  public static Value reshape(Value x, Dim... dims) {
    GraphBuilder b = x.builder();
    return b.node("Reshape", NO_ATTRIBUTES, x, ReshapeTarget.of(x, dims));
  }

  /** The same elements under another shape: 0 keeps an axis, one −1 takes what is left. */
  public static Value reshape(Value x, long... shape) {
    return x.builder().node("Reshape", NO_ATTRIBUTES, x, x.builder().constants(shape));
  }

  public static Value reshape(Value x, Value shape) {
    return binary("Reshape", x, shape);
  }

  /** Axis i of the result is axis perm[i] of x. */
  public static Value transpose(Value x, long... perm) {
    return x.builder().shared("Transpose", Map.of("perm", integers(perm)), 1, x).get(0);
  }

  public static Value concat(int axis, Value... parts) {
    return parts[0].builder().node("Concat", Map.of("axis", integer(axis)), parts);
  }

  public static Value concat(int axis, List<Value> parts) {
    return concat(axis, parts.toArray(Value[]::new));
  }

  /** Rows {@code [from, to)} of one axis; negative bounds count from the end, see {@link #END}. */
  public static Value slice(Value x, int axis, long from, long to) {
    GraphBuilder b = x.builder();
    return slice(x, axis, b.constants(from), b.constants(to));
  }

  /** Rows {@code [from, to)} of one axis; the bounds may be symbols. */
  public static Value slice(Value x, int axis, Dim from, Dim to) {
    GraphBuilder b = x.builder();
    return slice(x, axis, b.sizes(from), b.sizes(to));
  }

  /** Rows {@code [from, to)} of one axis; the bounds are int64 vectors of length 1. */
  public static Value slice(Value x, int axis, Value from, Value to) {
    GraphBuilder b = x.builder();
    return b.node("Slice", NO_ATTRIBUTES, x, from, to, b.constants(axis));
  }

  /** Every step-th row of {@code [from, to)} of one axis. */
  public static Value slice(Value x, int axis, long from, long to, long step) {
    GraphBuilder b = x.builder();
    return b.node(
        "Slice",
        NO_ATTRIBUTES,
        x,
        b.constants(from),
        b.constants(to),
        b.constants(axis),
        b.constants(step));
  }

  /** n equal parts. */
  public static List<Value> split(Value x, int axis, int n) {
    return x.builder()
        .nodes("Split", Map.of("axis", integer(axis), "num_outputs", integer(n)), n, x);
  }

  /** Parts of the given sizes. */
  public static List<Value> split(Value x, int axis, long... sizes) {
    Value lengths = x.builder().constants(sizes);
    return x.builder().nodes("Split", Map.of("axis", integer(axis)), sizes.length, x, lengths);
  }

  /** Rows of one axis by number; the indices' shape takes the axis's place. */
  public static Value gather(Value x, Value indices, int axis) {
    return x.builder().node("Gather", Map.of("axis", integer(axis)), x, indices);
  }

  /** Repeats axes of size 1. */
  public static Value expand(Value x, Dim... dims) {
    return x.builder().node("Expand", NO_ATTRIBUTES, x, x.builder().sizes(dims));
  }

  public static Value unsqueeze(Value x, long... axes) {
    return x.builder().node("Unsqueeze", NO_ATTRIBUTES, x, x.builder().constants(axes));
  }

  public static Value squeeze(Value x, long... axes) {
    return x.builder().node("Squeeze", NO_ATTRIBUTES, x, x.builder().constants(axes));
  }

  public static Value cast(Value x, DType to) {
    return x.builder().node("Cast", Map.of("to", integer(OnnxTypes.code(to))), x);
  }

  /** Mean over axes, which stay with size 1 if keep. */
  public static Value reduceMean(Value x, boolean keep, long... axes) {
    return reduce("ReduceMean", x, keep, axes);
  }

  public static Value reduceSum(Value x, boolean keep, long... axes) {
    return reduce("ReduceSum", x, keep, axes);
  }

  public static Value reduceMax(Value x, boolean keep, long... axes) {
    return reduce("ReduceMax", x, keep, axes);
  }

  private static Value reduce(String op, Value x, boolean keep, long... axes) {
    GraphBuilder b = x.builder();
    return b.node(op, Map.of("keepdims", integer(keep ? 1 : 0)), x, b.constants(axes));
  }

  /** Index of the largest element of an axis, the first of equals; the axis is dropped. */
  public static Value argMax(Value x, int axis) {
    return x.builder().node("ArgMax", Map.of("axis", integer(axis), "keepdims", integer(0)), x);
  }

  /**
   * x with rows of its first axis replaced: {@code x[rowIndices[i]] = rows[i]}, indices I64 [n].
   */
  public static Value scatterRows(Value x, Value rowIndices, Value rows) {
    return scatter(x, unsqueeze(rowIndices, -1), rows);
  }

  /** ONNX ScatterND: {@code x[indices[i…]] = updates[i…]}. */
  public static Value scatter(Value x, Value indices, Value updates) {
    return x.builder().node("ScatterND", NO_ATTRIBUTES, x, indices, updates);
  }

  /**
   * Zeros around x.
   *
   * @param pads how many before each axis, then how many after each axis
   */
  public static Value pad(Value x, long... pads) {
    return x.builder().node("Pad", NO_ATTRIBUTES, x, x.builder().constants(pads));
  }

  /** Each pixel of [B,C,H,W] twice in both directions. */
  public static Value resizeNearest2x(Value x) {
    GraphBuilder b = x.builder();
    return b.node(
        "Resize",
        Map.of(
            "mode", text("nearest"),
            "coordinate_transformation_mode", text("asymmetric"),
            "nearest_mode", text("floor")),
        x,
        b.none(),
        b.constant(Tensor.of(new float[] {1, 1, 2, 2}, 4)));
  }

  /**
   * Convolution of [B,C,H,W] with a kernel [O,C/groups,KH,KW] and a bias [O].
   *
   * @param padding rows above, columns left, rows below, columns right
   */
  public static Value conv2d(
      Value x, Value kernel, Value bias, int stride, int groups, long... padding) {
    return x.builder().node("Conv", convolution(stride, groups, padding), x, kernel, bias);
  }

  /** The same without bias. */
  public static Value conv2d(Value x, Value kernel, int stride, int groups, long... padding) {
    return x.builder().node("Conv", convolution(stride, groups, padding), x, kernel);
  }

  private static Map<String, Attribute> convolution(int stride, int groups, long... padding) {
    return Map.of(
        "strides", integers(stride, stride),
        "pads", integers(padding),
        "group", integer(groups));
  }

  /** The shape as an int64 vector. */
  public static Value shapeOf(Value x) {
    return unary("Shape", x);
  }

  /** from, from + 1, …, to − 1; bounds are int64 scalars, see {@link GraphBuilder#size}. */
  public static Value range(Value from, Value to) {
    Value one = from.builder().constant(Tensor.of(new long[] {1}));
    return from.builder().node("Range", NO_ATTRIBUTES, from, to, one);
  }

  /** 0, 1, …, size − 1 as an int64 vector. */
  public static Value range(GraphBuilder b, Dim size) {
    return range(b.constant(Tensor.of(new long[] {0})), b.size(size));
  }

  /** The sum of values of equal shape. */
  public static Value sum(Value... terms) {
    return Arrays.stream(terms).reduce(Ops::add).orElseThrow();
  }
}
