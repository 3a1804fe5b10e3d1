package org.nexusgen.api.graph;

import java.util.List;

/** A fixed setting of a node, in one of the forms that ONNX knows and our operators use. */
public sealed interface Attribute {
  record IntValue(long value) implements Attribute {}

  record FloatValue(float value) implements Attribute {}

  record StringValue(String value) implements Attribute {}

  record IntList(List<Long> values) implements Attribute {
    public IntList {
      values = List.copyOf(values);
    }
  }

  record FloatList(List<Float> values) implements Attribute {
    public FloatList {
      values = List.copyOf(values);
    }
  }
}
