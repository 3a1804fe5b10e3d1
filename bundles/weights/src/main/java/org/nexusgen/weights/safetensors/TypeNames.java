package org.nexusgen.weights.safetensors;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nexusgen.api.tensor.DType;

/** Element types as safetensors headers spell them. */
final class TypeNames {
  private static final Map<String, DType> BY_NAME =
      Arrays.stream(DType.values()).collect(Collectors.toMap(TypeNames::of, type -> type));

  /** Types of the format that no part of this software computes with. */
  private static final List<String> FOREIGN =
      List.of("F4", "F6_E2M3", "F6_E3M2", "F8_E5M2", "F8_E8M0", "U16", "U32", "U64", "C64");

  private TypeNames() {}

  static String of(DType type) {
    return switch (type) {
      case F8E4M3 -> "F8_E4M3";
      case F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL -> type.name();
    };
  }

  static Optional<DType> parse(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Why a name is refused. */
  static String refusal(String name) {
    String kind = FOREIGN.contains(name) ? "a type that is not supported" : "no known type";
    return kind
        + ", wants one of "
        + String.join(", ", BY_NAME.keySet().stream().sorted().toList());
  }
}
