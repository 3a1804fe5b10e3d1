package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.CommandLine;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundles of a framework, with a register of what the user added. */
public final class FrameworkBundles implements InstalledBundles {
  private final BundleContext context;
  private final BundleStarter starter;
  private final BundleFolder folder;
  private final Artifacts artifacts;
  private final int level;
  private final List<Placed> placed = new ArrayList<>();
  private volatile Set<Long> shipped = Set.of();

  private FrameworkBundles(BundleStarter starter, BundleFolder folder) {
    this.context = starter.context();
    this.level = starter.level();
    this.starter = starter;
    this.folder = folder;
    this.artifacts = new Artifacts(context);
  }

  /**
   * With the bundles of a drop-in folder alone.
   *
   * @param deploy the installation's drop-in folder
   */
  public static FrameworkBundles keepingNothing(BundleStarter starter, Path deploy) {
    return new FrameworkBundles(starter, BundleFolder.readOnly(deploy));
  }

  /**
   * With the bundles that are kept in a folder.
   *
   * @param data the user's folder
   * @param deploy the installation's drop-in folder
   */
  public static FrameworkBundles keptIn(Path data, BundleStarter starter, Path deploy) {
    return new FrameworkBundles(starter, BundleFolder.open(deploy, data));
  }

  /** Whether the user stopped it in an earlier run. */
  public boolean isStopped(Bundle bundle) {
    return folder.register().stopped().contains(key(bundle));
  }

  /** Starts the user's bundles beside those that run; what fails is set aside. */
  public synchronized void startAll(List<Bundle> shippedBundles) {
    shipped = shippedBundles.stream().map(Bundle::getBundleId).collect(Collectors.toSet());
    for (Placed one : folder.placed()) {
      placed.add(brought(one));
    }
    for (int i = 0; i < placed.size(); i++) {
      Bundle bundle = placed.get(i).bundle();
      if (bundle != null && !isStopped(bundle)) {
        placed.set(i, started(placed.get(i), bundle));
      }
    }
  }

  /**
   * Stops all bundles beside the shipped ones, the youngest first, before the framework does.
   *
   * @param limit for all of them
   * @return whether all have stopped; one that hangs is named in the log and left behind
   */
  public boolean stopAll(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    boolean all = true;
    BundleContext open = starter.context();
    Bundle[] bundles = isOver(open) ? new Bundle[0] : open.getBundles();
    for (int i = bundles.length - 1; i >= 0; i--) {
      boolean shippedOne = bundles[i].getBundleId() == 0 || isShipped(bundles[i]);
      if (!shippedOne && bundles[i].getState() == Bundle.ACTIVE) {
        all &= starter.putAway(bundles[i], Duration.ofNanos(end - System.nanoTime()));
      }
    }
    return all;
  }

  private static boolean isOver(BundleContext context) {
    return (context.getBundle(0).getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0;
  }

  private boolean isShipped(Bundle bundle) {
    return shipped.contains(bundle.getBundleId());
  }

  /** What went wrong with the user's bundles, a line each; they do not keep others from working. */
  public synchronized List<String> complaints() {
    return Stream.concat(
            folder.complaints().stream(),
            placed.stream().filter(one -> one.bundle() == null).map(Placed::complaint))
        .toList();
  }

  @Override
  public synchronized List<InstalledBundle> list() {
    List<InstalledBundle> all = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      Optional<Placed> own = placed.stream().filter(one -> bundle.equals(one.bundle())).findFirst();
      if (own.isEmpty() && isLeft(bundle)) {
        continue; // it is listed as broken
      }
      Origin otherwise = shipped.contains(bundle.getBundleId()) ? Origin.SHIPPED : Origin.HOST;
      all.add(
          own.map(one -> one.listed(level))
              .orElseGet(
                  () ->
                      InstalledBundle.of(bundle, otherwise, location(bundle))
                          .refused(starter.refusal(bundle))));
    }
    placed.stream().filter(p -> p.bundle() == null).map(p -> p.listed(level)).forEach(all::add);
    return all;
  }

  @Override
  public BundleDetails info(String name) {
    InstalledBundle found = find(name);
    return found.broken()
        ? Details.broken(found)
        : Details.of(found, context.getBundle(found.id()), starter);
  }

  @Override
  public synchronized InstalledBundle install(String source) {
    Register.Entry entry = folder.take(BundleSource.of(source, artifacts));
    List<Bundle> running = new ArrayList<>();
    try {
      folder.register().with(entry); // refused before anything is started
      Placed one = brought(Placed.of(folder.home(), entry));
      Bundle bundle = one.bundle();
      one = bundle == null ? one : started(one, bundle);
      refuse(one, "is not installed: ");
      running.add(Objects.requireNonNull(one.bundle()));
      folder.change(register -> register.with(entry).withStopped(entry.key(), false));
      placed.add(one);
      return one.listed(level);
    } catch (NexusGenException e) {
      running.forEach(starter::remove);
      folder.delete(entry);
      throw e;
    }
  }

  @Override
  public synchronized List<String> resolve(String source) {
    return folder.lookAt(BundleSource.of(source, artifacts), starter::resolve);
  }

  @Override
  public synchronized InstalledBundle start(String name) {
    InstalledBundle found = find(name);
    if (found.broken()) {
      Placed own = own(found);
      Placed again = brought(own);
      Bundle bundle = again.bundle();
      again = bundle == null ? again : started(again, bundle);
      refuse(again, "is still broken: ");
      placed.set(placed.indexOf(own), again);
      folder.change(register -> register.withStopped(key(found), false));
      return again.listed(level);
    }
    folder.requireWritable();
    try {
      starter.start(context.getBundle(found.id()));
    } catch (BadInputException e) {
      throw new BadInputException("bundle " + found.name() + " " + e.getMessage(), e);
    }
    folder.change(register -> register.withStopped(key(found), false));
    return find(name);
  }

  @Override
  public synchronized InstalledBundle stop(String name) {
    InstalledBundle found = find(name);
    if (found.broken() || found.id() == 0 || found.origin() == Origin.HOST) {
      String why = found.broken() ? "does not run: " + found.reason() : "belongs to the framework";
      throw new BadInputException("bundle " + found.name() + " " + why);
    }
    folder.requireWritable();
    Bundle bundle = context.getBundle(found.id());
    boolean commands = context.getServiceReference(CommandLine.class) != null;
    try {
      starter.stop(bundle);
    } catch (BadInputException e) {
      throw new BadInputException("bundle " + found.name() + " " + e.getMessage(), e);
    }
    if (commands && context.getServiceReference(CommandLine.class) == null) {
      starter.start(bundle);
      throw new BadInputException(
          "bundle "
              + found.name()
              + " stays active: the command line needs it, and nothing could start it again");
    }
    folder.change(register -> register.withStopped(key(found), true));
    return InstalledBundle.of(bundle, found.origin(), found.source());
  }

  @Override
  public InstalledBundle update(String name) {
    return update(name, find(name).source());
  }

  @Override
  public synchronized InstalledBundle update(String name, String source) {
    Placed old = installed(find(name), "updated");
    Register.Entry before = Objects.requireNonNull(old.entry());
    Register.Entry entry = folder.take(BundleSource.of(source, artifacts), old.name());
    Bundle replaced = old.bundle();
    boolean stopped = folder.register().stopped().contains(before.key());
    if (replaced != null) {
      try {
        starter.remove(replaced);
      } catch (NexusGenException e) {
        folder.delete(entry);
        throw e;
      }
    }
    Placed next = brought(Placed.of(folder.home(), entry));
    Bundle bundle = next.bundle();
    next = bundle == null || stopped ? next : started(next, bundle);
    try {
      refuse(next, "is not updated, version " + old.version() + " stays: ");
      folder.change(
          register ->
              register
                  .without(before)
                  .with(entry)
                  .withStopped(before.key(), false)
                  .withStopped(entry.key(), stopped));
    } catch (NexusGenException e) {
      Bundle failed = next.bundle();
      if (failed != null) {
        starter.remove(failed);
      }
      folder.delete(entry);
      placed.set(placed.indexOf(old), restored(old, stopped));
      throw e;
    }
    placed.set(placed.indexOf(old), next);
    folder.delete(before);
    return next.listed(level);
  }

  @Override
  public synchronized void uninstall(String name) {
    Placed old = installed(find(name), "uninstalled");
    Register.Entry entry = Objects.requireNonNull(old.entry());
    folder.change(register -> register.without(entry).withStopped(entry.key(), false));
    Bundle bundle = old.bundle();
    try {
      if (bundle != null) {
        starter.remove(bundle);
      }
    } finally {
      placed.remove(old);
      folder.delete(entry);
    }
  }

  private boolean isLeft(Bundle bundle) {
    return starter.isBusy(bundle) && !shipped.contains(bundle.getBundleId());
  }

  private Placed restored(Placed old, boolean stopped) {
    if (old.bundle() == null) {
      return old;
    }
    Placed again = brought(old);
    Bundle bundle = again.bundle();
    return bundle == null || stopped ? again : started(again, bundle);
  }

  private Placed brought(Placed one) {
    Placed named = one;
    try {
      BundleFile facts = BundleFile.read(one.file());
      Register.Entry entry = one.entry();
      if (entry != null && !folder.isWhole(entry, starter.guards())) {
        return one.broken("its file " + one.file() + " changed since it was installed (SHA-256)");
      }
      named = one.named(facts);
      return named.running(starter.install(one.file()));
    } catch (IOException | RuntimeException e) {
      return named.broken(String.valueOf(e.getMessage()));
    }
  }

  private Placed started(Placed one, Bundle bundle) {
    try {
      starter.start(bundle);
      return one;
    } catch (RuntimeException e) {
      starter.remove(bundle);
      return one.broken(String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(Placed one, String what) {
    if (one.bundle() == null) {
      throw new BadInputException("bundle " + one.name() + " " + what + one.reason());
    }
  }

  private Placed installed(InstalledBundle found, String what) {
    String remedy =
        switch (found.origin()) {
          case INSTALLED -> "";
          case SHIPPED ->
              "is part of the installation; 'nexusgen bundles stop "
                  + found.name()
                  + "' keeps it from starting, and another version can be installed beside it";
          case DEPLOY -> "lies in a drop-in folder: delete or replace " + found.source();
          case HOST -> "belongs to the program around the platform";
        };
    if (!remedy.isEmpty()) {
      throw new BadInputException(
          "bundle " + found.name() + " cannot be " + what + ": it " + remedy);
    }
    return own(found);
  }

  private Placed own(InstalledBundle found) {
    return placed.stream().filter(one -> one.listed(level).equals(found)).findFirst().orElseThrow();
  }

  private InstalledBundle find(String name) {
    List<InstalledBundle> found =
        list().stream()
            .filter(
                one ->
                    one.name().equals(name)
                        || key(one).equals(name)
                        || (one.id() >= 0 && Long.toString(one.id()).equals(name)))
            .toList();
    if (found.isEmpty()) {
      throw new BadInputException("no bundle '" + name + "'; 'nexusgen bundles list' names them");
    }
    if (found.size() > 1) {
      throw new BadInputException(
          "several bundles are called '"
              + name
              + "'; take one of "
              + found.stream().map(FrameworkBundles::key).collect(Collectors.joining(", ")));
    }
    return found.get(0);
  }

  private static String key(InstalledBundle bundle) {
    return bundle.name() + ":" + bundle.version();
  }

  private static String key(Bundle bundle) {
    return bundle.getSymbolicName() + ":" + bundle.getVersion();
  }

  private static String location(Bundle bundle) {
    String location = bundle.getLocation();
    return location.startsWith(BundleStarter.IN_PLACE + "file:")
        ? Path.of(URI.create(location.substring(BundleStarter.IN_PLACE.length()))).toString()
        : location;
  }
}
