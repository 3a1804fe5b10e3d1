package org.nexusgen.launcher.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.config.SettingName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * What those who use the settings say of their values.
 *
 * @param effective the settings
 */
record UsedValues(EffectiveSettings effective) {
  /** What all services say that know more of settings. */
  List<Fault> faults(BundleContext context) {
    try {
      Collection<ServiceReference<SettingCheck>> checks =
          context.getServiceReferences(SettingCheck.class, null);
      // engines may share a setting
      return checks.stream()
          .sorted(Comparator.reverseOrder())
          .flatMap(one -> faults(one, context))
          .distinct()
          .toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Stream<Fault> faults(ServiceReference<SettingCheck> reference, BundleContext context) {
    @Nullable SettingCheck check = context.getService(reference);
    try {
      return check == null ? Stream.empty() : faults(check); // null if it has just left
    } finally {
      context.ungetService(reference);
    }
  }

  /** Each flaw with the place that its value comes from; one that throws is a fault itself. */
  Stream<Fault> faults(SettingCheck check) {
    try {
      return check.flaws().stream().map(this::fault);
    } catch (RuntimeException | LinkageError e) {
      String who = check.getClass().getName();
      return Stream.of(Fault.of(who, "", "fails when it is asked for flaws of settings: " + e));
    }
  }

  private Fault fault(SettingCheck.Flaw flaw) {
    return effective.settings().stream()
        .filter(one -> one.definition().name().dotted().equals(flaw.setting()))
        .findFirst()
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
