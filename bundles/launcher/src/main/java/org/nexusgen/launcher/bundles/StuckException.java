package org.nexusgen.launcher.bundles;

/** A bundle did not start or stop within the time that it is given. */
final class StuckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean underWay;

  StuckException(String message, boolean underWay) {
    super(message);
    this.underWay = underWay;
  }

  /** Whether the bundle's code is still running although it was interrupted. */
  boolean underWay() {
    return underWay;
  }
}
