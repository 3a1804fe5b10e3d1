package org.nexusgen.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.launcher.bundles.Patience;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Starts the shipped bundles, one after the other, and does not wait for one that hangs. */
record FrameworkStart(Framework framework, Patience patience) {
  private static final long LOOK_MILLIS = 100;

  /**
   * Comes back when all are started.
   *
   * @throws PlatformException if nothing moves for as long as a bundle may take; it names the one
   */
  void run() throws BundleException {
    FutureTask<Void> start =
        new FutureTask<>(
            () -> {
              framework.start();
              return null;
            });
    Thread thread = new Thread(start, "nexusgen-start");
    thread.setDaemon(true);
    thread.start();
    List<Integer> states = states();
    long since = System.nanoTime();
    while (!ended(start)) {
      List<Integer> now = states();
      if (!now.equals(states)) {
        states = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > patience.limit().toNanos()) {
        throw new PlatformException(
            "the platform does not start: "
                + names()
                + " is still starting "
                + patience.seconds()
                + "; NEXUSGEN_START_SECONDS gives it more time");
      }
    }
  }

  private static boolean ended(FutureTask<Void> start) throws BundleException {
    try {
      start.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("starting the platform was cancelled", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BundleException cause) {
        throw cause;
      }
      throw new PlatformException("the platform does not start: " + e.getCause(), e);
    }
  }

  private List<Integer> states() {
    return Arrays.stream(framework.getBundleContext().getBundles()).map(Bundle::getState).toList();
  }

  private String names() {
    String bundles =
        starting(framework)
            .map(bundle -> "bundle " + bundle.getSymbolicName() + " " + bundle.getVersion())
            .collect(Collectors.joining(" or "));
    return bundles.isEmpty() ? "the framework" : bundles;
  }

  /** Bundles whose activator is under way; not those that wait for their first class. */
  static Stream<Bundle> starting(Framework framework) {
    BundleContext context = framework.getBundleContext();
    return Arrays.stream(context == null ? new Bundle[0] : context.getBundles())
        .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == Bundle.STARTING)
        .filter(bundle -> bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) == null);
  }
}
