package org.nexusgen.launcher.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.config.SettingName;

/** What those who use the settings say of their values. */
final class UsedValues {
  private UsedValues() {}

  /** Each flaw with the place that its value comes from. */
  static List<Fault> faults(EffectiveSettings effective, Stream<? extends SettingCheck> checks) {
    return checks
        .flatMap(check -> check.flaws().stream())
        .distinct() // engines may share a setting
        .map(flaw -> fault(flaw, effective))
        .toList();
  }

  private static Fault fault(SettingCheck.Flaw flaw, EffectiveSettings effective) {
    Optional<Setting> setting =
        effective.settings().stream()
            .filter(one -> one.definition().name().dotted().equals(flaw.setting()))
            .findFirst();
    return setting
        .map(one -> Fault.of(one.origin(), key(one), flaw.what()))
        .orElseGet(() -> Fault.of(flaw.setting(), "", flaw.what()));
  }

  /** Files have a key for it; places with one value each name the setting themselves. */
  private static String key(Setting setting) {
    SettingName name = setting.definition().name();
    return Stream.of(name.dotted(), name.property(), name.variable())
            .anyMatch(setting.origin()::endsWith)
        ? ""
        : name.key();
  }
}
