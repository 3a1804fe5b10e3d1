package org.nexusgen.engine.onnxruntime;

import java.util.Map;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.graph.Graph;

/**
 * A graph in the form in which it goes to ONNX Runtime.
 *
 * @param graph the operators
 * @param forms what stands for a weight that is not simply stored as float32
 */
record EngineGraph(Graph graph, Map<String, WeightForm> forms) {
  static EngineGraph of(Graph written, SessionSettings settings) {
    Graph graph = FastNorms.of(written);
    return switch (settings.weightPrecision()) {
      case INT4_BLOCKS -> BlockForm.of(graph, new BlockFormat(4));
      case INT8_BLOCKS -> BlockForm.of(graph, new BlockFormat(8));
      case CHECKPOINT, FLOAT8 ->
          new EngineGraph(
              settings.weightMemory() == WeightMemory.MAPPED ? GemmForm.of(graph) : graph,
              Map.of());
    };
  }

  WeightForm form(String weight) {
    return forms.getOrDefault(weight, new WeightForm.Widened(weight));
  }
}
