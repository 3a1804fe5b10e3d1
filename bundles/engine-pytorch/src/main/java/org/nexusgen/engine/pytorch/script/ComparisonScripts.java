package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;

import java.util.Map;

/** Operators that compare, and those on what comes out. */
final class ComparisonScripts {
  private static final Map<String, String> COMPARISONS =
      Map.of("Equal", "eq", "Less", "lt", "LessOrEqual", "le", "Greater", "gt");

  private ComparisonScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    COMPARISONS.forEach(
        (op, function) ->
            all.put(
                op,
                o ->
                    o.put(call(function, o.array(0), o.scalar(1, 0).orElseGet(() -> o.array(1))))));
    all.put("And", o -> o.put(call("logical_and", o.array(0), o.array(1))));
    all.put("Or", o -> o.put(call("logical_or", o.array(0), o.array(1))));
  }
}
