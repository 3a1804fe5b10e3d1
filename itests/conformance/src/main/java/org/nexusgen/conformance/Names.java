package org.nexusgen.conformance;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Shapes in the names of cases. */
final class Names {
  private Names() {}

  static String of(Numbers... inputs) {
    return Arrays.stream(inputs)
        .map(x -> Arrays.toString(x.shape()).replace(" ", ""))
        .collect(Collectors.joining(" ", " ", ""));
  }
}
