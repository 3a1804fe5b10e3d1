package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Comes back when a system property says so, and minds no interrupt. */
public final class StubbornActivator implements BundleActivator {
  static final String RELEASE = "nexusgen.test.release";

  @Override
  public void start(BundleContext context) {
    while (!Boolean.getBoolean("nexusgen.test.release")) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  @Override
  public void stop(BundleContext context) {}
}
