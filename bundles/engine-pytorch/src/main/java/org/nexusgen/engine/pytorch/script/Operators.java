package org.nexusgen.engine.pytorch.script;

import java.util.HashMap;
import java.util.Map;

/** How each operator is said in TorchScript, by its ONNX name. */
final class Operators {
  private static final Map<String, OperatorScript> ALL = collect();

  private Operators() {}

  static Map<String, OperatorScript> all() {
    return ALL;
  }

  private static Map<String, OperatorScript> collect() {
    Map<String, OperatorScript> all = new HashMap<>();
    ElementwiseScripts.addTo(all);
    ComparisonScripts.addTo(all);
    LayoutScripts.addTo(all);
    SelectionScripts.addTo(all);
    ReductionScripts.addTo(all);
    ProductScripts.addTo(all);
    NormalizationScripts.addTo(all);
    all.put("Attention", AttentionScript::write);
    return Map.copyOf(all);
  }
}
