package org.nexusgen.api.decode;

import java.util.Locale;

/** The two tasks that have decoder weights of their own, each paired with its projector. */
public enum DecodingTask {
  GENERATION,
  EDITING;

  /** As commands and service properties spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
