package org.nexusgen.launcher;

import org.nexusgen.launcher.bundles.InstalledBundle;
import org.osgi.framework.Bundle;

/**
 * One installed bundle, for listings.
 *
 * @param id in the framework
 * @param name symbolic name
 * @param version of the bundle
 * @param state in words: {@code active}, {@code resolved} …
 */
public record BundleInfo(long id, String name, String version, String state) {
  static BundleInfo of(Bundle bundle) {
    return new BundleInfo(
        bundle.getBundleId(),
        String.valueOf(bundle.getSymbolicName()),
        bundle.getVersion().toString(),
        InstalledBundle.state(bundle));
  }
}
