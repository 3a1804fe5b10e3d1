package org.nexusgen.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("PyTorch and ONNX Runtime in one JVM")
class TwoEnginesTest {
  private static final Map<String, Tensor> INPUTS = TinyNet.inputs(1, 2, 3, -1, 0, 1);

  private static Engine engine(String name) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static GraphSession open(String name) {
    return engine(name)
        .open(
            TinyNet.graph(),
            WeightStore.of(TinyNet.weights(), "the test"),
            SessionSettings.standard().withThreads(1));
  }

  @Test
  @DisplayName("run the same graph, again and again in turns")
  void sameNumbers() {
    try (GraphSession torch = open("pytorch");
        GraphSession onnx = open("onnxruntime")) {
      for (int i = 0; i < 3; i++) {
        try (RunResult a = torch.run(INPUTS);
            RunResult b = onnx.run(INPUTS)) {
          assertThat(a.tensor("y").floats()).containsExactly(b.tensor("y").floats());
        }
      }
    }
  }

  @Test
  @DisplayName("do not take each other's tensors")
  void refusesForeignTensors() {
    try (GraphSession torch = open("pytorch");
        GraphSession onnx = open("onnxruntime");
        RunResult result = torch.run(INPUTS);
        ResidentTensor own = result.keep("y")) {
      assertThat(own.toHost().shape().toArray()).containsExactly(2, 2);
      assertThatThrownBy(() -> onnx.run(Map.of("x", own))).isInstanceOf(NexusGenException.class);
    }
  }
}
