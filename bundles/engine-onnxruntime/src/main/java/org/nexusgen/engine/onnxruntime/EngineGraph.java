package org.nexusgen.engine.onnxruntime;

import java.util.Map;
import org.nexusgen.api.graph.Graph;

/**
 * A graph in the form in which it goes to ONNX Runtime.
 *
 * @param graph the operators
 * @param forms what stands for a weight that is not simply stored as float32
 */
record EngineGraph(Graph graph, Map<String, WeightForm> forms) {
  WeightForm form(String weight) {
    return forms.getOrDefault(weight, new WeightForm.Widened(weight));
  }
}
