package org.nexusgen.engine.tensorrt.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.plan.ComputedKernels;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.onnx.NarrowIntegers;

/**
 * Compares a graph with what a release of TensorRT reads, before native code sees it: operators,
 * element types, settings, operands that must be constant, open sizes.
 */
public final class SupportCheck {
  /** Elements of one tensor are counted in 32 bits. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  private static final int SHOWN = 5;

  private static final String FIX_SIZES = "give the graph static shapes (StaticShapes)";
  private static final String NARROW = "narrow its integers (NarrowIntegers)";
  private static final String LOWER = "lower the graph to operator set 17 (Opset17)";
  private static final String NO_CACHE = "take the cache out of Attention (CacheOutside)";
  private static final String OTHER_ENGINE = "use another engine for this part";

  private final Graph graph;
  private final Release release;
  private final Set<String> constants = new TreeSet<>();
  private final Set<String> kernels;
  private final Set<String> narrowed = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();

  private SupportCheck(Graph graph, Release release) {
    this.graph = graph;
    this.release = release;
    this.kernels = ComputedKernels.computable(graph);
    constants.addAll(graph.constants().keySet());
    graph.weights().forEach(weight -> constants.add(weight.name()));
  }

  /** All that the release does not read; empty if it reads the graph. */
  public static List<Violation> of(Graph graph, Release release) {
    SupportCheck check = new SupportCheck(graph, release);
    check.border();
    GraphRewriter.rewrite(
        graph,
        (b, node, operands) -> {
          List<Value> results = GraphRewriter.copy(b, node, operands);
          check.node(node, operands, results);
          return results;
        });
    return List.copyOf(check.violations);
  }

  /**
   * Makes sure that the release reads the graph.
   *
   * @throws NexusGenException naming the nodes that it does not read, and what would help
   */
  public static void require(Graph graph, Release release) {
    List<Violation> violations = of(graph, release);
    if (!violations.isEmpty()) {
      String shown =
          violations.stream()
              .limit(SHOWN)
              .map(Violation::toString)
              .collect(Collectors.joining("\n  "));
      String more =
          violations.size() > SHOWN ? "\n  and %d more".formatted(violations.size() - SHOWN) : "";
      throw new NexusGenException(
          "graph '%s' has %d nodes that TensorRT %s does not read:\n  %s%s"
              .formatted(graph.name(), violations.size(), release.name(), shown, more));
    }
  }

  private void border() {
    if (graph.opset() < release.oldestOpset() || graph.opset() > release.newestOpset()) {
      add(
          "graph",
          graph.name(),
          "operator set %d, TensorRT %s reads %d to %d"
              .formatted(
                  graph.opset(), release.name(), release.oldestOpset(), release.newestOpset()),
          LOWER);
    }
    graph.inputs().forEach(input -> value("input", input.name(), input.type()));
    graph.weights().forEach(weight -> value("weight", weight.name(), weight.type()));
  }

  private void node(Node node, List<Value> operands, List<Value> results) {
    if (!node.domain().isEmpty()) {
      add(node, "operator of the foreign set '%s'".formatted(node.domain()), OTHER_ENGINE);
      return;
    }
    release
        .operator(node.op())
        .filter(support -> support.since() <= graph.opset())
        .ifPresentOrElse(
            support -> compare(node, operands, results, support),
            () ->
                add(
                    node,
                    "no such operator in TensorRT %s at set %d"
                        .formatted(release.name(), graph.opset()),
                    LOWER));
  }

  private void compare(
      Node node, List<Value> operands, List<Value> results, OperatorSupport support) {
    int data = node.op().equals("Where") ? 1 : 0; // its first operand is the condition
    boolean narrow = narrowed.contains(node.inputs().get(data));
    DType given = narrow ? DType.I32 : operands.get(data).dtype();
    type(node, "operand " + data, given, support.types());
    boolean narrows =
        release.narrowing().contains(node.op()) && results.getFirst().dtype() == DType.I64;
    if (narrows || (narrow && results.getFirst().dtype() == DType.I64)) {
      narrowed.add(node.outputs().getFirst());
    } else if (node.op().equals("Cast")) {
      type(node, "its result", results.getFirst().dtype(), support.types());
    }
    for (int i = 0; i < operands.size(); i++) {
      String name = node.inputs().get(i);
      if (!name.isEmpty()) {
        operand(node, i, operands.get(i), support);
      }
    }
    settings(node, support);
    for (int i = 0; i < results.size(); i++) {
      boolean asked = !node.outputs().get(i).isEmpty();
      if (asked && i >= support.outputs()) {
        add(node, "output %d is not there".formatted(i), remedyOf(node));
      }
      ValueType type = results.get(i).type();
      boolean small = narrowed.contains(node.outputs().get(i));
      value(
          node.op(),
          node.outputs().getFirst(),
          small ? new ValueType(DType.I32, type.dims()) : type);
    }
  }

  private void operand(Node node, int index, Value operand, OperatorSupport support) {
    if (support.absent().contains(index)) {
      add(node, "operand %d must be left out".formatted(index), remedyOf(node));
    }
    boolean constant = constants.contains(node.inputs().get(index));
    boolean kernel = node.op().equals("Conv") && kernels.contains(node.inputs().get(index));
    if (support.constants().contains(index) && !constant && !kernel) {
      String remedy = node.op().equals("Conv") ? OTHER_ENGINE : FIX_SIZES;
      add(node, "operand %d is computed, wants a constant".formatted(index), remedy);
    }
    Set<Integer> ranks = support.ranks().get(index);
    if (ranks != null && !ranks.contains(operand.rank())) {
      add(
          node,
          "operand %d has %d axes, wants %s".formatted(index, operand.rank(), ranks),
          remedyOf(node));
    }
    boolean setting = NarrowIntegers.isSetting(node.op(), index);
    if (constant && !setting && graph.constants().containsKey(node.inputs().get(index))) {
      type(node, "constant operand " + index, operand.dtype(), release.types());
    }
  }

  private void settings(Node node, OperatorSupport support) {
    support
        .values()
        .forEach(
            (name, allowed) -> {
              Attribute value = node.attributes().get(name);
              if (value instanceof Attribute.StringValue text && !allowed.contains(text.value())) {
                add(
                    node,
                    "%s is '%s', wants one of %s"
                        .formatted(name, text.value(), new TreeSet<>(allowed)),
                    OTHER_ENGINE);
              }
            });
    node.attributes().keySet().stream()
        .filter(support.unset()::contains)
        .forEach(name -> add(node, "the setting %s".formatted(name), OTHER_ENGINE));
  }

  private void value(String op, String name, ValueType type) {
    if (!release.types().contains(type.dtype())) {
      add(
          op,
          name,
          "type %s, TensorRT %s has %s"
              .formatted(type.dtype(), release.name(), sorted(release.types())),
          remedyOf(type.dtype()));
    }
    if (type.rank() > release.axes()) {
      add(
          op,
          name,
          "%d axes, wants %d at most".formatted(type.rank(), release.axes()),
          OTHER_ENGINE);
    }
    if (type.dims().stream().anyMatch(dim -> dim instanceof Dim.Symbol)) {
      if (!release.openSizes()) {
        add(op, name, "shape %s has open sizes".formatted(type.dims()), FIX_SIZES);
      }
    } else if (type.shape().elements() > MOST_ELEMENTS) {
      add(
          op,
          name,
          "%d elements, wants %d at most".formatted(type.shape().elements(), MOST_ELEMENTS),
          "choose smaller sizes, or decode in tiles");
    }
  }

  private void type(Node node, String what, DType type, Set<DType> allowed) {
    if (!allowed.contains(type)) {
      add(node, "%s is %s, wants one of %s".formatted(what, type, sorted(allowed)), remedyOf(type));
    }
  }

  private static String remedyOf(DType type) {
    return switch (type) {
      case I64 -> NARROW;
      case BF16 -> "widen the weights to F32, or round them to F16";
      case F64, F32, F16, F8E4M3, I32, I16, I8, U8, BOOL -> OTHER_ENGINE;
    };
  }

  private static String remedyOf(Node node) {
    return node.op().equals("Attention") ? NO_CACHE : LOWER;
  }

  private static Set<DType> sorted(Set<DType> types) {
    return new TreeSet<>(types);
  }

  private void add(Node node, String problem, String remedy) {
    add(node.op(), node.outputs().getFirst(), problem, remedy);
  }

  private void add(String op, String name, String problem, String remedy) {
    violations.add(new Violation(op, name, problem, remedy));
  }
}
