package org.nexusgen.data.unified;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who says something. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT;

  /** As files write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
