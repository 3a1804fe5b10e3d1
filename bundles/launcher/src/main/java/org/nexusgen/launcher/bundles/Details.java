package org.nexusgen.launcher.bundles;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** Gathers what there is to know about a bundle. */
final class Details {
  private static final List<String> HEADERS =
      List.of(
          "Bundle-Name",
          "Bundle-Description",
          "Bundle-Vendor",
          "Bundle-License",
          "Bundle-DocURL",
          "Implementation-Version",
          "Bundle-Activator",
          "Service-Component",
          "Fragment-Host");

  private Details() {}

  static BundleDetails broken(InstalledBundle bundle) {
    return new BundleDetails(
        bundle, Map.of(), List.of(), List.of(), List.of(), List.of(bundle.reason()));
  }

  static BundleDetails of(InstalledBundle listed, Bundle bundle, BundleStarter starter) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : HEADERS) {
      String value = bundle.getHeaders("").get(header);
      if (value != null) {
        headers.put(header, value);
      }
    }
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    List<String> packages =
        wiring == null
            ? List.of()
            : wiring.getCapabilities("osgi.wiring.package").stream()
                .map(c -> c.getAttributes().get("osgi.wiring.package") + " " + version(c))
                .sorted()
                .toList();
    List<String> needs =
        wiring == null
            ? List.of()
            : wiring.getRequiredWires(null).stream()
                .map(wire -> wire.getProvider().getSymbolicName())
                .distinct()
                .sorted()
                .toList();
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    List<String> offers =
        services == null ? List.of() : Arrays.stream(services).flatMap(Details::words).toList();
    return new BundleDetails(listed, headers, offers, packages, needs, starter.lacks(bundle));
  }

  private static Object version(BundleCapability capability) {
    return capability.getAttributes().getOrDefault("version", "0.0.0");
  }

  private static Stream<String> words(ServiceReference<?> service) {
    Object name = service.getProperty("name");
    Object types = service.getProperty(Constants.OBJECTCLASS);
    return types instanceof String[] all
        ? Arrays.stream(all).map(type -> name == null ? type : type + " '" + name + "'")
        : Stream.empty();
  }
}
