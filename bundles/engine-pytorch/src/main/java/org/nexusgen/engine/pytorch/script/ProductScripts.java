package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;
import static org.nexusgen.engine.pytorch.script.NodeScript.ints;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Operators that multiply matrices, and convolutions. */
final class ProductScripts {
  private ProductScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    all.put("MatMul", o -> o.put(call("matmul", o.array(0), o.array(1))));
    all.put(Fusion.LINEAR, ProductScripts::linear);
    all.put("Gemm", ProductScripts::gemm);
    all.put("Conv", ProductScripts::convolution);
    all.put("RotaryEmbedding", ProductScripts::rotary);
  }

  private static void linear(NodeScript o) {
    String bias = o.has(2) ? o.array(2) : "None";
    o.put("self.linear(%s, %s, %s)".formatted(o.array(0), o.array(1), bias));
  }

  private static void gemm(NodeScript o) {
    String a = o.integer("transA", 0) == 1 ? o.let(call("t", o.array(0))) : o.array(0);
    String b = o.integer("transB", 0) == 1 ? o.let(call("t", o.array(1))) : o.array(1);
    double alpha = o.number("alpha", 1);
    double beta = o.number("beta", 1);
    o.put(
        o.has(2)
            ? "torch.addmm(%s, %s, %s, beta=%s, alpha=%s)".formatted(o.array(2), a, b, beta, alpha)
            : "torch.mul(torch.mm(%s, %s), %s)".formatted(a, b, alpha));
  }

  // PyTorch pads both sides of an axis alike; other paddings are zeros put there before.
  private static void convolution(NodeScript o) {
    int spatial = o.rank(0) - 2;
    List<Long> pads = o.integers("pads").orElse(Collections.nCopies(2 * spatial, 0L));
    List<Long> ones = Collections.nCopies(spatial, 1L);
    List<Long> padding = pads.subList(0, spatial);
    String x = o.array(0);
    if (!padding.equals(pads.subList(spatial, 2 * spatial))) {
      List<Long> pairs = new ArrayList<>();
      for (int axis = spatial - 1; axis >= 0; axis--) {
        pairs.add(pads.get(axis));
        pairs.add(pads.get(axis + spatial));
      }
      x = o.let(call("constant_pad_nd", x, ints(pairs), 0));
      padding = Collections.nCopies(spatial, 0L);
    }
    o.put(
        call(
            "convolution",
            x,
            o.array(1),
            o.has(2) ? o.array(2) : "None",
            ints(o.integers("strides").orElse(ones)),
            ints(padding),
            ints(o.integers("dilations").orElse(ones)),
            "False",
            ints(Collections.nCopies(spatial, 0)),
            o.integer("group", 1)));
  }

  /** Pairs (x_i, x_{i+R/2}) or (x_{2i}, x_{2i+1}) of the first R values are turned. */
  private static void rotary(NodeScript o) {
    long rotated = o.integer("rotary_embedding_dim", 0);
    String x = o.array(0);
    String rest = "";
    if (rotated > 0) {
      String size = "torch.size(" + x + ", 3)";
      String parts =
          o.let(
              call("split_with_sizes", x, "[" + rotated + ", " + size + " - " + rotated + "]", -1));
      x = o.let(parts + "[0]");
      rest = o.let(parts + "[1]");
    }
    String cos = o.let(call("unsqueeze", o.array(1), 1));
    String sin = o.let(call("unsqueeze", o.array(2), 1));
    boolean interleaved = o.integer("interleaved", 0) == 1;
    String pairs =
        interleaved
            ? o.let("torch.unbind(torch.unflatten(" + x + ", -1, [-1, 2]), -1)")
            : o.let(call("chunk", x, 2, -1));
    String a = o.let(pairs + "[0]");
    String b = o.let(pairs + "[1]");
    String first =
        o.let("torch.addcmul(torch.mul(%s, %s), %s, %s, value=-1)".formatted(a, cos, b, sin));
    String second = o.let("torch.addcmul(torch.mul(%s, %s), %s, %s)".formatted(b, cos, a, sin));
    String turned =
        interleaved
            ? "torch.flatten(torch.stack([%s, %s], -1), -2, -1)".formatted(first, second)
            : "torch.cat([%s, %s], -1)".formatted(first, second);
    o.put(rest.isEmpty() ? turned : "torch.cat([%s, %s], -1)".formatted(o.let(turned), rest));
  }
}
