package org.nexusgen.launcher.bundles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Says in words what a bundle needs and nobody gives. */
final class Missing {
  private static final Pattern LOWER = Pattern.compile("\\(version>=([^)]+)\\)");
  private static final Pattern UPPER = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
  private static final Pattern EXACT = Pattern.compile("\\(version=([^)]+)\\)");
  private static final Pattern SERVICE = Pattern.compile("\\(objectClass=([^)]+)\\)");

  private final BundleContext context;
  private final FrameworkWiring wiring;

  Missing(BundleContext context) {
    this.context = context;
    this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
  }

  /** What keeps it from resolving. */
  List<String> toResolve(Bundle bundle) {
    List<String> words = new ArrayList<>();
    for (BundleRequirement need : needs(bundle)) {
      if (directive(need, "effective", "resolve").equals("resolve")
          && wiring.findProviders(need).isEmpty()) {
        words.add(inWords(need));
      }
    }
    return words;
  }

  /** Services without which its components would wait. */
  List<String> toWork(Bundle bundle) {
    List<String> words = new ArrayList<>();
    for (BundleRequirement need : needs(bundle)) {
      if (need.getNamespace().equals("osgi.service")) {
        String filter = directive(need, "filter", "");
        Matcher type = SERVICE.matcher(filter);
        if (type.find() && !offered(type.group(1))) {
          words.add("service " + type.group(1) + ": nobody offers it");
        }
      }
    }
    return words;
  }

  private boolean offered(String type) {
    try {
      return context.getAllServiceReferences(type, null) != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<BundleRequirement> needs(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision.getDeclaredRequirements(null).stream()
        .filter(need -> !directive(need, "resolution", "mandatory").equals("optional"))
        .filter(need -> !directive(need, "resolution", "mandatory").equals("dynamic"))
        .toList();
  }

  private String inWords(BundleRequirement need) {
    String filter = directive(need, "filter", "");
    String range = range(filter);
    return switch (need.getNamespace()) {
      case "osgi.wiring.package" -> "package " + named(need, filter) + range + others(need, filter);
      case "osgi.wiring.bundle" -> "bundle " + named(need, filter) + range + ": is not installed";
      case "osgi.wiring.host" -> "bundle " + named(need, filter) + range + ", which it extends";
      case "osgi.ee" -> "Java" + range + ": this is Java " + Runtime.version().feature();
      default -> "capability " + need.getNamespace() + " " + filter + ": nobody offers it";
    };
  }

  private String others(BundleRequirement need, String filter) {
    String name = named(need, filter);
    List<String> offers =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.adapt(BundleWiring.class) != null)
            .flatMap(b -> b.adapt(BundleWiring.class).getCapabilities(need.getNamespace()).stream())
            .filter(offer -> name.equals(offer.getAttributes().get(need.getNamespace())))
            .map(o -> o.getAttributes().get("version") + " by " + o.getRevision().getSymbolicName())
            .toList();
    return offers.isEmpty()
        ? ": nobody offers it"
        : ": offered is version " + String.join(" and ", offers);
  }

  private static String named(BundleRequirement need, String filter) {
    Matcher name =
        Pattern.compile("\\(" + Pattern.quote(need.getNamespace()) + "=([^)]+)\\)").matcher(filter);
    return name.find() ? name.group(1) : filter;
  }

  private static String range(String filter) {
    Matcher exact = EXACT.matcher(filter);
    Matcher upper = UPPER.matcher(filter);
    Matcher lower = LOWER.matcher(UPPER.matcher(filter).replaceAll(""));
    return (exact.find() ? ", version " + exact.group(1) : "")
        + (lower.find() ? ", version " + lower.group(1) + " or newer" : "")
        + (upper.find() ? ", below " + upper.group(1) : "");
  }

  private static String directive(BundleRequirement need, String name, String otherwise) {
    return need.getDirectives().getOrDefault(name, otherwise);
  }
}
