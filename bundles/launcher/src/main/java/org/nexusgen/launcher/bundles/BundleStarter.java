package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings bundles into the framework and out of it, with reasons in words. */
public final class BundleStarter {
  /** Before a URL: the jar is not copied into the framework's storage. */
  static final String IN_PLACE = "reference:";

  /** A refresh stops and starts those that used a bundle's classes. */
  private static final long REFRESH_SECONDS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(BundleStarter.class);

  /** A bundle that had no time left gets this to stop. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private final BundleContext context;
  private final Missing missing;
  private final int level;
  private final TrustGate gate;
  private final Patience patience;

  /** Their own code is under way, perhaps for ever. */
  private final Set<Bundle> busy = ConcurrentHashMap.newKeySet();

  /** To be removed as soon as their own code comes back. */
  private final Set<Bundle> abandoned = ConcurrentHashMap.newKeySet();

  /**
   * For a framework that is initialised.
   *
   * @param level the start level of the user's bundles
   */
  public BundleStarter(BundleContext context, int level, TrustGate gate, Patience patience) {
    this.context = context;
    this.missing = new Missing(context);
    this.level = level;
    this.gate = gate;
    this.patience = patience;
    // a bundle has its level from the beginning: one that gets another later is handled by a thread
    // of the framework, which starts what is to run, and would wait for an activator for ever
    context.getBundle(0).adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(level);
  }

  BundleContext context() {
    return context;
  }

  int level() {
    return level;
  }

  /**
   * Installs a jar.
   *
   * @throws BadInputException if the framework does not take it, or no trusted key signed it
   */
  Bundle install(Path jar) {
    Bundle bundle = taken(jar);
    String refusal = gate.refusal(bundle);
    if (!refusal.isEmpty()) {
      remove(bundle);
      throw new BadInputException("lacks " + refusal);
    }
    return bundle;
  }

  /** Whether only trusted bundles run. */
  boolean guards() {
    return gate.guards();
  }

  /** Where it lies; under guard as a copy, which nobody changes after the check. */
  private Bundle taken(Path jar) {
    try {
      if (!gate.guards()) {
        return context.installBundle(IN_PLACE + jar.toUri());
      }
      try (InputStream content = Files.newInputStream(jar)) {
        return context.installBundle(jar.toUri().toString(), content);
      }
    } catch (IOException e) {
      throw new BadInputException(jar + " cannot be read: " + e, e);
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
   * @throws BadInputException with what it lacks, or where it hangs
   */
  void start(Bundle bundle) {
    if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return;
    }
    busy.add(bundle);
    boolean left = false;
    try {
      patience
          .with(ModelBundle.extraTime(bundle))
          .spend(
              "nexusgen-start-" + bundle.getSymbolicName(),
              () -> bundle.start(Bundle.START_ACTIVATION_POLICY),
              () -> late(bundle));
    } catch (StuckException e) {
      left = e.underWay();
      throw new BadInputException(
          "does not start: its activator is busy " + e.getMessage() + Patience.REMEDY, e);
    } catch (BundleException e) {
      List<String> lacks = toResolve(bundle);
      throw new BadInputException(
          lacks.isEmpty() ? "does not start: " + cause(e) : "lacks " + String.join("; ", lacks), e);
    } finally {
      if (!left) {
        busy.remove(bundle);
      }
    }
  }

  /** An activator came back after nobody waited for it any more. */
  private void late(Bundle bundle) {
    busy.remove(bundle);
    try {
      if (abandoned.remove(bundle)) {
        bundle.uninstall();
      } else {
        bundle.stop();
      }
    } catch (BundleException | IllegalStateException e) {
      // the platform is over, and the bundle with it
    }
  }

  /** Whether its activator was left behind. */
  boolean isBusy(Bundle bundle) {
    return busy.contains(bundle);
  }

  /**
   * Stops a bundle.
   *
   * @throws BadInputException if it fails or hangs
   */
  void stop(Bundle bundle) {
    try {
      patience.spend("nexusgen-stop-" + bundle.getSymbolicName(), bundle::stop, () -> {});
    } catch (StuckException e) {
      throw new BadInputException(
          "does not stop: it is busy " + e.getMessage() + Patience.REMEDY, e);
    } catch (BundleException e) {
      throw new BadInputException("does not stop: " + cause(e), e);
    }
  }

  /**
   * Stops a bundle because all is over: not for good, and whatever it does.
   *
   * @return whether it has stopped, or failed to; not if it hangs
   */
  boolean putAway(Bundle bundle, Duration limit) {
    Patience shortPatience = new Patience(limit.compareTo(LEAST) < 0 ? LEAST : limit);
    try {
      shortPatience.spend(
          "nexusgen-stop-" + bundle.getSymbolicName(),
          () -> bundle.stop(Bundle.STOP_TRANSIENT),
          () -> {});
      return true;
    } catch (StuckException e) {
      LOG.warn("{} does not stop: it is busy {}; it was interrupted", bundle, e.getMessage());
      return !e.underWay();
    } catch (BundleException | RuntimeException e) {
      LOG.warn(
          "{} fails to stop: {}", bundle, String.valueOf(e.getCause() == null ? e : e.getCause()));
      return true;
    }
  }

  /** What keeps it from resolving, services without which it would wait, and what waits in it. */
  List<String> lacks(Bundle bundle) {
    return Stream.of(
            toResolve(bundle), missing.toWork(bundle), WaitingComponents.of(bundle, context))
        .flatMap(List::stream)
        .toList();
  }

  /** Why it may not resolve although it lacks nothing else; empty if it may. */
  String refusal(Bundle bundle) {
    return gate.refusal(bundle);
  }

  private List<String> toResolve(Bundle bundle) {
    String refusal = gate.refusal(bundle);
    Stream<String> trust = refusal.isEmpty() ? Stream.of() : Stream.of(refusal);
    return Stream.concat(trust, missing.toResolve(bundle).stream()).toList();
  }

  /** What a jar would lack here, or that its needs can be met each, but not together. */
  List<String> resolve(Path jar) {
    Bundle bundle = taken(jar);
    try {
      FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
      List<String> lacks = lacks(bundle);
      if (lacks.isEmpty() && !wiring.resolveBundles(Set.of(bundle))) {
        return List.of("its needs can be met one by one, but not together: versions conflict");
      }
      return lacks;
    } finally {
      remove(bundle);
    }
  }

  /**
   * Takes a bundle out, and lets those that used its classes start anew without it. One that hangs
   * goes when it comes back.
   */
  void remove(Bundle bundle) {
    if (isBusy(bundle)) {
      abandoned.add(bundle);
      if (isBusy(bundle)) {
        return;
      }
    }
    try {
      patience.spend("nexusgen-stop-" + bundle.getSymbolicName(), bundle::uninstall, () -> {});
    } catch (StuckException e) {
      throw new BadInputException(
          bundle + " cannot be removed: it is busy " + e.getMessage() + Patience.REMEDY, e);
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
    while (cause.getCause() != null && !(cause instanceof NexusGenException)) {
      cause = cause.getCause();
    }
    return cause instanceof BundleException || cause instanceof NexusGenException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }
}
