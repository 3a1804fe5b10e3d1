package org.nexusgen.engine.onnxruntime;

import static org.nexusgen.graph.Attributes.integer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.LinearRule;
import org.nexusgen.graph.Value;

/**
 * Linear layers as ONNX Runtime's MatMulNBits: weights in blocks of 4- or 8-bit numbers, products
 * through 8-bit activations.
 */
final class BlockForm extends LinearRule {
  private static final String DOMAIN = "com.microsoft";

  /** Activations as 8-bit numbers: the operator's fastest arithmetic. */
  private static final int ACCURACY_LEVEL = 4;

  // A matrix smaller than this gains nothing and loses precision: position and time embeddings.
  private static final long SMALLEST = 64 * 64;

  private final BlockFormat format;
  private final Map<String, WeightForm> forms = new HashMap<>();

  private BlockForm(Graph graph, BlockFormat format) {
    super(graph);
    this.format = format;
  }

  static EngineGraph of(Graph graph, BlockFormat format) {
    BlockForm rule = new BlockForm(graph, format);
    return new EngineGraph(GraphRewriter.rewrite(graph, rule), rule.forms);
  }

  @Override
  protected Optional<Value> linear(GraphBuilder b, Value x, Value weight) {
    long rows = weight.size(0);
    long columns = weight.size(1);
    if (rows * columns < SMALLEST) {
      return Optional.empty();
    }
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.set(x.rank() - 1, Dim.of(rows));
    return Optional.of(
        b.foreign(
            DOMAIN,
            "MatMulNBits",
            Map.of(
                "K", integer(columns),
                "N", integer(rows),
                "bits", integer(format.bits()),
                "block_size", integer(BlockFormat.SIZE),
                "accuracy_level", integer(ACCURACY_LEVEL)),
            new ValueType(x.dtype(), dims),
            x,
            stored(b, weight, new WeightForm.Blocks(weight.name(), format)),
            stored(b, weight, new WeightForm.Scales(weight.name(), format))));
  }

  private Value stored(GraphBuilder b, Value weight, WeightForm form) {
    String name = weight.name() + "#" + form.label();
    forms.put(name, form);
    Shape shape = form.stored(Shape.of(weight.size(0), weight.size(1)));
    return b.weight(name, ValueType.of(form.dtype(), shape));
  }
}
