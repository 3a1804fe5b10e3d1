package org.nexusgen.pipeline;

import java.util.Optional;

/**
 * The name of a part, and who said it.
 *
 * @param name empty if nobody named one
 * @param setting that names it; empty if a request does
 */
record PartName(String name, String setting) {
  static final PartName NONE = new PartName("", "");

  /** What a setting of the pipeline says. */
  static PartName configured(String name, String key) {
    return name.isEmpty() ? NONE : new PartName(name, PipelineSettings.PART + "." + key);
  }

  /** What a request asks for, else this. */
  PartName unless(Optional<String> asked) {
    return asked.map(one -> new PartName(one, "")).orElse(this);
  }

  /** This, or another name where nobody said one. */
  PartName or(String other) {
    return name.isEmpty() ? new PartName(other, "") : this;
  }

  /** The name, if somebody said one. */
  Optional<String> said() {
    return isNone() ? Optional.empty() : Optional.of(name);
  }

  boolean isNone() {
    return name.isEmpty();
  }

  /** Who said it, for the end of a message. */
  String blame() {
    return setting.isEmpty() ? "" : "; the setting " + setting + " names it";
  }
}
