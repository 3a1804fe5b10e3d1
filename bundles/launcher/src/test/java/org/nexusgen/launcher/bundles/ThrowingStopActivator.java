package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts at once, and fails when it is stopped. */
public final class ThrowingStopActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {}

  @Override
  public void stop(BundleContext context) {
    throw new IllegalStateException("never ever");
  }
}
