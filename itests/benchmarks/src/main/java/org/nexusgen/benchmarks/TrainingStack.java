package org.nexusgen.benchmarks;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.equal;
import static org.nexusgen.graph.Ops.exp;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.log;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.range;
import static org.nexusgen.graph.Ops.reduceMax;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.reduceSum;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.ImageLayout;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;

/** A stack of decoder layers as Qwen2 has them, with the cross entropy of the next tokens. */
final class TrainingStack {
  private static final double EPSILON = 1e-6;
  private static final Dim BATCH = Dim.of("batch");
  private static final Dim ROWS = Dim.of("rows");

  private final StackDims dims;

  TrainingStack(StackDims dims) {
    this.dims = dims;
  }

  Graph graph() {
    GraphBuilder b = new GraphBuilder("stack");
    Scope weights = new Scope(b, "");
    Value ids = b.input("ids", DType.I64, BATCH, ROWS);
    Value labels = b.input("labels", DType.I64, Dim.of("batch*rows"));
    Value cos = b.input("cos", DType.F32, BATCH, ROWS, Dim.of(dims.headDim() / 2));
    Value sin = b.input("sin", DType.F32, BATCH, ROWS, Dim.of(dims.headDim() / 2));
    Value x = gather(weights.weight("embed", dims.vocabulary(), dims.hidden()), ids, 0);
    for (int i = 0; i < dims.layers(); i++) {
      x = layer(weights.at(i), x, cos, sin);
    }
    Value y = RmsNorm.of(weights.at("norm"), dims.hidden(), EPSILON).apply(x);
    Value scores =
        Linear.of(weights.at("head"), dims.hidden(), dims.vocabulary(), false)
            .apply(reshape(y, -1, dims.hidden()));
    b.output("loss", reduceMean(crossEntropy(scores, labels), false, 0));
    return b.build();
  }

  private Value layer(Scope scope, Value x, Value cos, Value sin) {
    int width = dims.headDim();
    Value y = RmsNorm.of(scope.at("before"), dims.hidden(), EPSILON).apply(x);
    Value q = heads(scope.at("q"), y, dims.heads());
    Value k = heads(scope.at("k"), y, dims.kvHeads());
    Value v = heads(scope.at("v"), y, dims.kvHeads());
    Value seen =
        Attention.of(dims.heads(), dims.kvHeads(), width)
            .causal()
            .apply(Rotary.rotateHalf(q, cos, sin), Rotary.rotateHalf(k, cos, sin), v);
    Value merged = ImageLayout.mergeHeads(seen);
    Value attended =
        add(x, Linear.of(scope.at("o"), dims.hidden(), dims.hidden(), false).apply(merged));
    Value normed = RmsNorm.of(scope.at("after"), dims.hidden(), EPSILON).apply(attended);
    return add(
        attended, GatedMlp.of(scope.at("mlp"), dims.hidden(), dims.inner(), false).apply(normed));
  }

  private Value heads(Scope scope, Value x, int count) {
    int width = count * dims.headDim();
    return ImageLayout.splitHeads(Linear.of(scope, dims.hidden(), width, true).apply(x), count);
  }

  // As the trainers write it.
  private static Value crossEntropy(Value scores, Value labels) {
    Value shifted = sub(scores, reduceMax(scores, true, 1));
    Value logSum = log(reduceSum(exp(shifted), false, 1));
    Value classes = unsqueeze(range(scores.builder(), scores.dim(1)), 0);
    Value chosen = cast(equal(unsqueeze(labels, 1), classes), DType.F32);
    return sub(logSum, reduceSum(mul(shifted, chosen), false, 1));
  }
}
