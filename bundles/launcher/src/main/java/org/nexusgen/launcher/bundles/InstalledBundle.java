package org.nexusgen.launcher.bundles;

import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * One bundle, for listings.
 *
 * @param id in the framework, for as long as it runs; {@link #NO_ID} if it was set aside
 * @param state {@code active}, {@code resolved} …, or {@code broken}
 * @param level the start level
 * @param name symbolic name
 * @param version of the bundle
 * @param origin where it comes from
 * @param source the file, URL or coordinates that it was taken from
 * @param reason why it was set aside or may not run; empty if it was not and may
 */
public record InstalledBundle(
    long id,
    String state,
    int level,
    String name,
    String version,
    Origin origin,
    String source,
    String reason) {
  /** Of a bundle that is not in the framework. */
  public static final long NO_ID = -1;

  static final String BROKEN = "broken";

  static InstalledBundle of(Bundle bundle, Origin origin, String source) {
    return new InstalledBundle(
        bundle.getBundleId(),
        state(bundle),
        bundle.adapt(BundleStartLevel.class).getStartLevel(),
        String.valueOf(bundle.getSymbolicName()),
        bundle.getVersion().toString(),
        origin,
        source,
        "");
  }

  /** Whether it was set aside. */
  public boolean broken() {
    return state.equals(BROKEN);
  }

  /** The same, which may not resolve for want of something; nothing changes if that is empty. */
  InstalledBundle refused(String want) {
    return want.isEmpty()
        ? this
        : new InstalledBundle(id, state, level, name, version, origin, source, "lacks " + want);
  }

  /** The state of a bundle in the framework, in words. */
  public static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.UNINSTALLED -> "uninstalled";
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.ACTIVE -> "active";
      default -> "unknown";
    };
  }
}
