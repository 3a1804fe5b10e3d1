package org.nexusgen.launcher.bundles;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Brings bundles into the framework and out of it, with reasons in words. */
final class BundleStarter {
  /** Before a URL: the jar is not copied into the framework's storage. */
  static final String IN_PLACE = "reference:";

  /** A refresh stops and starts those that used a bundle's classes. */
  private static final long REFRESH_SECONDS = 30;

  private final BundleContext context;
  private final Missing missing;
  private final int level;

  BundleStarter(BundleContext context, int level) {
    this.context = context;
    this.missing = new Missing(context);
    this.level = level;
  }

  /**
   * Installs a jar where it lies.
   *
   * @throws BadInputException if the framework does not take it
   */
  Bundle install(Path jar) {
    try {
      Bundle bundle = context.installBundle(IN_PLACE + jar.toUri());
      bundle.adapt(BundleStartLevel.class).setStartLevel(level);
      return bundle;
    } catch (BundleException e) {
      if (e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR) {
        throw new BadInputException("this name and version is there already", e);
      }
      throw new BadInputException(cause(e), e);
    }
  }

  /**
   * Starts a bundle; a fragment, which cannot start, is left as it is.
   *
   * @throws BadInputException with what it lacks
   */
  void start(Bundle bundle) {
    if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return;
    }
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      List<String> lacks = missing.toResolve(bundle);
      throw new BadInputException(
          lacks.isEmpty() ? "does not start: " + cause(e) : "lacks " + String.join("; ", lacks), e);
    }
  }

  /** What keeps it from resolving, and services without which it would wait. */
  List<String> lacks(Bundle bundle) {
    List<String> services = missing.toWork(bundle);
    return Stream.of(missing.toResolve(bundle), services).flatMap(List::stream).toList();
  }

  /** What it lacks, or that its needs can be met each, but not together. */
  List<String> resolve(Bundle bundle) {
    FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    List<String> lacks = lacks(bundle);
    if (lacks.isEmpty() && !wiring.resolveBundles(Set.of(bundle))) {
      return List.of("its needs can be met one by one, but not together: versions conflict");
    }
    return lacks;
  }

  /** Takes a bundle out, and lets those that used its classes start anew without it. */
  void remove(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new BadInputException(bundle + " cannot be removed: " + cause(e), e);
    }
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(null, event -> refreshed.countDown());
    try {
      refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String cause(BundleException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof BundleException ? String.valueOf(cause.getMessage()) : cause.toString();
  }
}
