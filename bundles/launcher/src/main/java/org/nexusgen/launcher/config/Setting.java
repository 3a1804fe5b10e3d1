package org.nexusgen.launcher.config;

/**
 * A setting in effect.
 *
 * @param definition what it is
 * @param value in effect
 * @param origin {@code default}, or the file, variable or option that says so
 */
public record Setting(SettingDefinition definition, String value, String origin) {
  /** The origin of a value that nobody set. */
  public static final String DEFAULT = "default";

  boolean isSet() {
    return !origin.equals(DEFAULT);
  }

  Setting with(String newValue, String newOrigin) {
    return new Setting(definition, newValue, newOrigin);
  }

  /** The value for people to see: not that of a password. */
  public String shown() {
    return definition.type() == ValueType.PASSWORD && !value.isEmpty() ? "***" : value;
  }
}
