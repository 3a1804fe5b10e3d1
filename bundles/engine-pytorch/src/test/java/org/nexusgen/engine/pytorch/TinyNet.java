package org.nexusgen.engine.pytorch;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/** A linear layer [3] → [2] whose loss is the mean of its squares. */
final class TinyNet {
  static final String WEIGHT = "layer.weight";
  static final String BIAS = "layer.bias";

  private TinyNet() {}

  static Graph graph() {
    GraphBuilder b = new GraphBuilder("tiny");
    Value x = b.input("x", DType.F32, Dim.of("n"), Dim.of(3));
    Value y = Linear.of(new Scope(b, "layer."), 3, 2, true).apply(x);
    b.output("loss", Ops.reduceMean(Ops.mul(y, y), false, 0, 1));
    b.output("y", y);
    return b.build();
  }

  static Map<String, Tensor> weights() {
    return Map.of(
        WEIGHT,
        Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
        BIAS,
        Tensor.of(new float[] {1, -1}, 2));
  }

  static TrainingSettings settings() {
    return settings(Set.of(), 1, 0.9);
  }

  static TrainingSettings settings(Set<String> frozen, double clipNorm, double averageDecay) {
    AdamW adamw = new AdamW(0.9, 0.999, 1e-8, 0.01, Set.of(BIAS));
    return new TrainingSettings(1, "loss", frozen, adamw, clipNorm, averageDecay);
  }

  static Map<String, Tensor> inputs(float... rows) {
    return Map.of("x", Tensor.of(rows, rows.length / 3, 3));
  }

  static TrainingSession open(TrainingSettings settings) {
    return new PytorchTrainingEngine().open(graph(), weights(), settings);
  }
}
