package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts at once, and stops when a system property says so; it minds no interrupt. */
public final class HangingStopActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {}

  @Override
  public void stop(BundleContext context) {
    while (!Boolean.getBoolean("nexusgen.test.release")) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }
}
