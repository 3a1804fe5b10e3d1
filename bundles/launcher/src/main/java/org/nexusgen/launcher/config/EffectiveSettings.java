package org.nexusgen.launcher.config;

import java.util.List;

/**
 * All settings, and what was wrong where they come from.
 *
 * @param settings in the order of parts and keys
 * @param faults in the order in which places count
 */
public record EffectiveSettings(List<Setting> settings, List<Fault> faults) {
  public EffectiveSettings {
    settings = List.copyOf(settings);
    faults = List.copyOf(faults);
  }
}
