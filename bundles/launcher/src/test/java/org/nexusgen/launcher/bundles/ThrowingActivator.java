package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails at once. */
public final class ThrowingActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("no luck today");
  }

  @Override
  public void stop(BundleContext context) {}
}
