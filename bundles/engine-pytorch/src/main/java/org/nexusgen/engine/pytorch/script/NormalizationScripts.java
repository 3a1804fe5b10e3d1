package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Normalizations. */
final class NormalizationScripts {
  private static final double EPSILON = 1e-5; // of the ONNX standard

  private NormalizationScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    all.put("LayerNormalization", NormalizationScripts::layer);
    all.put("RMSNormalization", NormalizationScripts::rms);
    all.put(
        "GroupNormalization",
        o ->
            o.put(
                call(
                    "group_norm",
                    o.array(0),
                    o.integer("num_groups", 1),
                    o.array(1),
                    o.array(2),
                    epsilon(o))));
    all.put(
        "InstanceNormalization",
        o ->
            o.put(
                "torch.instance_norm(%s, %s, %s, None, None, True, 0.0, %s, False)"
                    .formatted(o.array(0), o.array(1), o.array(2), epsilon(o))));
  }

  private static double epsilon(NodeScript o) {
    return o.number("epsilon", EPSILON);
  }

  /** Negative numbers of the axes that are normalized. */
  private static String axes(NodeScript o) {
    long axis = o.integer("axis", -1);
    int from = (int) (axis < 0 ? axis : axis - o.rank(0));
    return IntStream.range(from, 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void layer(NodeScript o) {
    long axis = o.integer("axis", -1);
    int from = (int) (axis < 0 ? axis + o.rank(0) : axis);
    String shape =
        IntStream.range(from, o.rank(0))
            .mapToObj(i -> SizeScripts.size(o, i))
            .collect(Collectors.joining(", ", "[", "]"));
    boolean whole = o.rank(1) == o.rank(0) - from;
    String scale = whole ? o.array(1) : "None";
    String bias = whole && o.has(2) ? o.array(2) : "None";
    String normal = call("layer_norm", o.array(0), shape, scale, bias, epsilon(o));
    if (whole) {
      o.put(normal);
    } else {
      String scaled = call("mul", o.let(normal), o.array(1));
      o.put(o.has(2) ? call("add", o.let(scaled), o.array(2)) : scaled);
    }
  }

  // Through the norm, whose gradient is one pass over x; that of a mean of squares takes three.
  private static void rms(NodeScript o) {
    String x = o.array(0);
    int from = (int) (o.integer("axis", -1) + (o.integer("axis", -1) < 0 ? o.rank(0) : 0));
    String count =
        IntStream.range(from, o.rank(0))
            .mapToObj(i -> SizeScripts.size(o, i))
            .collect(Collectors.joining(" * "));
    String norm = o.let("torch.linalg_vector_norm(%s, 2, %s, True)".formatted(x, axes(o)));
    String mean = o.let("torch.div(torch.square(%s), %s)".formatted(norm, count));
    String factor = o.let("torch.rsqrt(torch.add(%s, %s))".formatted(mean, epsilon(o)));
    o.put(call("mul", o.let(call("mul", x, factor)), o.array(1)));
  }
}
