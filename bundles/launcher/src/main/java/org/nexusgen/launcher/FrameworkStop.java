package org.nexusgen.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nexusgen.launcher.bundles.FrameworkBundles;
import org.nexusgen.launcher.bundles.Patience;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.slf4j.LoggerFactory;

/** Stops a framework within a bounded time, and says which bundles keep it from stopping. */
record FrameworkStop(Framework framework, FrameworkBundles installed, Patience patience) {
  /** Whoever closes a platform wants to be done: a bundle that takes longer is given up. */
  private static final Duration MOST = Duration.ofSeconds(10);

  /** What the framework gets where a bundle hangs already, which keeps it from stopping. */
  private static final Duration HANGING = Duration.ofSeconds(2);

  void run() throws BundleException, InterruptedException {
    Duration limit = patience.limit().compareTo(MOST) < 0 ? patience.limit() : MOST;
    boolean hangs = FrameworkStart.starting(framework).findAny().isPresent();
    hangs |= !installed.stopAll(limit);
    BundleContext context = framework.getBundleContext();
    framework.stop();
    Duration last = hangs ? HANGING : limit;
    FrameworkEvent end = framework.waitForStop(last.toMillis());
    if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
      LoggerFactory.getLogger(Platform.class)
          .warn(
              "the platform did not stop within {} s: {}; its threads are left behind",
              last.toMillis() / 1000.0,
              names(context));
    }
  }

  private static String names(BundleContext context) {
    Bundle[] bundles = {};
    try {
      bundles = context.getBundles();
    } catch (IllegalStateException e) {
      // over, but for its threads
    }
    String names =
        Arrays.stream(bundles)
            .filter(one -> one.getBundleId() != 0)
            .filter(one -> (one.getState() & (Bundle.STOPPING | Bundle.STARTING)) != 0)
            .map(one -> "bundle " + one.getSymbolicName() + " " + one.getVersion() + " is busy")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "the framework is busy" : names;
  }
}
