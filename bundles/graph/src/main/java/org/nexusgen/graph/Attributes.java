package org.nexusgen.graph;

import java.util.Arrays;
import org.nexusgen.api.graph.Attribute;

/** Short forms for the settings of operators. */
public final class Attributes {
  private Attributes() {}

  public static Attribute integer(long value) {
    return new Attribute.IntValue(value);
  }

  public static Attribute number(double value) {
    return new Attribute.FloatValue((float) value);
  }

  public static Attribute text(String value) {
    return new Attribute.StringValue(value);
  }

  public static Attribute integers(long... values) {
    return new Attribute.IntList(Arrays.stream(values).boxed().toList());
  }
}
