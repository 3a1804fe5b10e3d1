package org.nexusgen.launcher.bundles;

import java.util.List;

/**
 * The bundles of a running platform, and what may be done with them. A change is made at once and
 * lasts: it is written down in the user's folder, and the next platform starts with it.
 *
 * <p>A name is a symbolic name, {@code name:version} where several versions are there, or an id.
 * What cannot be done is refused with a {@link org.nexusgen.api.BadInputException} and changes
 * nothing.
 */
public interface InstalledBundles {
  /** All bundles, those last that were set aside. */
  List<InstalledBundle> list();

  /** More about one of them. */
  BundleDetails info(String name);

  /**
   * Copies a bundle into the user's folder and starts it.
   *
   * @param source a file, a URL of the schemes file, http and https, or Maven coordinates {@code
   *     group:artifact:version}
   */
  InstalledBundle install(String source);

  /**
   * What a bundle would miss here, in words; nothing if it would start.
   *
   * @param source as for {@link #install}
   */
  List<String> resolve(String source);

  /** Starts a bundle, now and from now on. */
  InstalledBundle start(String name);

  /** Stops a bundle, now and from now on. */
  InstalledBundle stop(String name);

  /** Replaces a bundle by what its source holds now; the old one stays if the new one fails. */
  InstalledBundle update(String name);

  /** Replaces a bundle by another file's; the old one stays if the new one fails. */
  InstalledBundle update(String name, String source);

  /** Removes a bundle that {@link #install} put there. */
  void uninstall(String name);
}
