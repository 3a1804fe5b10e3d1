package org.nexusgen.launcher.bundles;

import java.util.Locale;

/** Where a bundle comes from, which decides what may be done with it. */
public enum Origin {
  /** Part of the installation. */
  SHIPPED,
  /** Installed by the user. */
  INSTALLED,
  /** Dropped into a folder {@code deploy}. */
  DEPLOY,
  /** Installed into the framework by the program around it. */
  HOST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
