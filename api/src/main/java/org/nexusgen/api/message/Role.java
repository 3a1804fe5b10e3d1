package org.nexusgen.api.message;

import java.util.Locale;

/** Who says a message. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT;

  /** As chat templates spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
