package org.nexusgen.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which release this is, and on what it runs. */
final class Version implements IVersionProvider {
  /** The release, as the bundle's manifest states it. */
  static String release() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"nexusgen " + release() + " (Java " + Runtime.version() + ")"};
  }
}
