package org.nexusgen.launcher.bundles;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Says why a service is missing: the components that failed or wait for another service. */
public final class WaitingComponents {
  private static final String CAUSE = "Caused by: ";

  private WaitingComponents() {}

  /** A clause for the end of a message; empty if nothing waits. */
  public static String describe(BundleContext context) {
    ServiceComponentRuntime runtime = runtime(context);
    if (runtime == null) {
      return "; the service component runtime (org.apache.felix.scr) is not installed";
    }
    String waiting = String.join(", ", reasons(runtime, any -> true));
    return waiting.isEmpty() ? "" : "; not active: " + waiting;
  }

  /** The components of one bundle that are not there, and why. */
  static List<String> of(Bundle bundle, BundleContext context) {
    ServiceComponentRuntime runtime = runtime(context);
    return runtime == null
        ? List.of()
        : reasons(runtime, one -> one.description.bundle.id == bundle.getBundleId());
  }

  private static @Nullable ServiceComponentRuntime runtime(BundleContext context) {
    var reference = context.getServiceReference(ServiceComponentRuntime.class);
    return reference == null ? null : context.getService(reference);
  }

  private static List<String> reasons(
      ServiceComponentRuntime runtime, Predicate<ComponentConfigurationDTO> concerns) {
    return runtime.getComponentDescriptionDTOs().stream()
        .flatMap(c -> runtime.getComponentConfigurationDTOs(c).stream())
        .filter(concerns)
        .map(WaitingComponents::reason)
        .filter(reason -> !reason.isEmpty())
        .toList();
  }

  private static String reason(ComponentConfigurationDTO component) {
    return switch (component.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          component.description.implementationClass
              + " waits for "
              + Arrays.stream(component.unsatisfiedReferences)
                  .map(r -> r.name + (r.target == null ? "" : " " + r.target))
                  .collect(Collectors.joining(" and "));
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          component.description.implementationClass + " failed: " + reason(component.failure);
      default -> "";
    };
  }

  /** What is at the bottom of a trace. */
  private static String reason(String trace) {
    List<String> causes = trace.lines().filter(line -> line.startsWith(CAUSE)).toList();
    return causes.isEmpty()
        ? trace.lines().findFirst().orElse("")
        : causes.get(causes.size() - 1).substring(CAUSE.length());
  }
}
