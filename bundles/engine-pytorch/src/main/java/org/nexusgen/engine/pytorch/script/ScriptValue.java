package org.nexusgen.engine.pytorch.script;

import java.util.List;
import org.nexusgen.api.graph.ValueType;

/** What a value of a graph is while its script runs. */
sealed interface ScriptValue {
  /**
   * A tensor.
   *
   * @param name of the variable
   * @param borrowed whether it may share the memory of an input or a weight
   */
  record Array(String name, ValueType type, boolean borrowed) implements ScriptValue {}

  /** A constant number, which PyTorch's operators take without a tensor around it. */
  record Literal(double value, ValueType type) implements ScriptValue {
    /** As the script spells it. */
    String text() {
      if (Double.isInfinite(value)) {
        return value > 0 ? "inf" : "-inf";
      }
      return Double.isNaN(value) ? "nan" : Double.toString(value);
    }
  }

  /**
   * Whole numbers that follow from constants and shapes: they are computed without tensors.
   *
   * @param items expressions, one a number
   * @param scalar whether the value has no axis
   */
  record Sizes(List<String> items, boolean scalar) implements ScriptValue {
    public Sizes {
      items = List.copyOf(items);
    }
  }
}
