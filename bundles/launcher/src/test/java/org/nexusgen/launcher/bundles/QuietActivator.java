package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Says that it ran. */
public final class QuietActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    context.registerService(Runnable.class, () -> {}, null);
  }

  @Override
  public void stop(BundleContext context) {}
}
