package org.nexusgen.launcher;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Says why a service is missing: the components that failed or wait for another service. */
final class WaitingComponents {
  private WaitingComponents() {}

  /** A clause for the end of a message; empty if nothing waits. */
  static String describe(BundleContext context) {
    var reference = context.getServiceReference(ServiceComponentRuntime.class);
    ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
    if (runtime == null) {
      return "; the service component runtime (org.apache.felix.scr) is not installed";
    }
    String waiting =
        runtime.getComponentDescriptionDTOs().stream()
            .flatMap(c -> runtime.getComponentConfigurationDTOs(c).stream())
            .map(WaitingComponents::reason)
            .filter(reason -> !reason.isEmpty())
            .collect(Collectors.joining(", "));
    return waiting.isEmpty() ? "" : "; not active: " + waiting;
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
          component.description.implementationClass + " failed: " + firstLine(component.failure);
      default -> "";
    };
  }

  private static String firstLine(String trace) {
    return trace.lines().findFirst().orElse("");
  }
}
