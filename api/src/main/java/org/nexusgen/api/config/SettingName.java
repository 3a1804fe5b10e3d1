package org.nexusgen.api.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One setting of one part, and how it is written in each place that can set it.
 *
 * @param part whose setting it is, such as {@code pipeline}: the name of its file in {@code conf},
 *     and of its configuration in OSGi
 * @param key in camelCase, such as {@code generationDecoder}
 */
public record SettingName(String part, String key) {
  /** What stands before the names of the parts of this project, and of no other. */
  public static final String FAMILY = "org.nexusgen.";

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9]+");

  /** The part that is configured under a persistent identity of OSGi. */
  public static String part(String pid) {
    return pid.startsWith(FAMILY) ? pid.substring(FAMILY.length()) : pid;
  }

  /** As people write it: {@code pipeline.generationDecoder}. */
  public String dotted() {
    return part + "." + key;
  }

  /** The system property: {@code nexusgen.pipeline.generationDecoder}. */
  public String property() {
    return "nexusgen." + dotted();
  }

  /** The environment variable: {@code NEXUSGEN_PIPELINE_GENERATION_DECODER}. */
  public String variable() {
    return variablesOf(part) + HUMP.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT);
  }

  /** What the environment variables of a part begin with: {@code NEXUSGEN_PIPELINE_}. */
  public static String variablesOf(String part) {
    return "NEXUSGEN_" + NO_WORD.matcher(part).replaceAll("_").toUpperCase(Locale.ROOT) + "_";
  }

  @Override
  public String toString() {
    return dotted();
  }
}
