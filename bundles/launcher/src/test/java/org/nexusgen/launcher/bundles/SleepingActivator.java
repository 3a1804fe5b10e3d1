package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Takes as many milliseconds as its manifest says, and gives up when it is interrupted. */
public final class SleepingActivator implements BundleActivator {
  static final String MILLIS = "Sleep-Millis";

  @Override
  public void start(BundleContext context) throws InterruptedException {
    Thread.sleep(Long.parseLong(context.getBundle().getHeaders("").get("Sleep-Millis")));
  }

  @Override
  public void stop(BundleContext context) {}
}
