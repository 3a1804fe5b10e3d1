package org.nexusgen.launcher.config;

/**
 * Something wrong in a place that sets settings. What is wrong is left out; the rest counts.
 *
 * @param where the file, variable or option
 * @param key that is wrong; empty if it is the whole place
 * @param what is wrong, and what helps
 * @param harmless whether it concerns no installed part
 */
public record Fault(String where, String key, String what, boolean harmless) {
  static Fault of(String where, String key, String what) {
    return new Fault(where, key, what, false);
  }

  /** One line. */
  @Override
  public String toString() {
    return where + ": " + (key.isEmpty() ? "" : key + ": ") + what;
  }
}
