package org.nexusgen.launcher.bundles;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * A bundle beside those that are shipped: in the framework, or set aside with a reason.
 *
 * @param entry in the register; null if it was dropped into a folder
 * @param bundle null if it was set aside
 */
record Placed(
    Origin origin,
    String name,
    String version,
    String source,
    Path file,
    Register.@Nullable Entry entry,
    @Nullable Bundle bundle,
    String reason) {
  static Placed of(Path home, Register.Entry entry) {
    return new Placed(
        Origin.INSTALLED,
        entry.name(),
        entry.version(),
        entry.source(),
        home.resolve(entry.file()),
        entry,
        null,
        "");
  }

  static Placed dropped(Path jar) {
    String name = String.valueOf(jar.getFileName());
    return new Placed(Origin.DEPLOY, name, "", jar.toString(), jar, null, null, "");
  }

  Placed named(BundleFile facts) {
    return new Placed(origin, facts.name(), facts.version(), source, file, entry, bundle, reason);
  }

  Placed running(Bundle started) {
    return new Placed(origin, name, version, source, file, entry, started, "");
  }

  Placed broken(String why) {
    return new Placed(origin, name, version, source, file, entry, null, why);
  }

  InstalledBundle listed(int level) {
    return bundle == null
        ? new InstalledBundle(
            InstalledBundle.NO_ID,
            InstalledBundle.BROKEN,
            level,
            name,
            version,
            origin,
            source,
            reason)
        : InstalledBundle.of(bundle, origin, source);
  }

  /** One line about a bundle that was set aside. */
  String complaint() {
    String remedy =
        switch (origin) {
          case DEPLOY -> "delete " + file + " or replace it";
          default -> "'nexusgen bundles update " + name + " FILE' or 'uninstall " + name + "'";
        };
    return "bundle " + name + " is set aside: " + reason + "; " + remedy;
  }
}
