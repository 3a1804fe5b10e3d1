package org.nexusgen.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.launcher.bundles.BundleStarter;
import org.nexusgen.launcher.bundles.BundlesCommand;
import org.nexusgen.launcher.bundles.FrameworkBundles;
import org.nexusgen.launcher.bundles.InstalledBundles;
import org.nexusgen.launcher.bundles.Patience;
import org.nexusgen.launcher.bundles.TrustGate;
import org.nexusgen.launcher.bundles.TrustStore;
import org.nexusgen.launcher.bundles.WaitingComponents;
import org.nexusgen.launcher.config.ConfigCommand;
import org.nexusgen.launcher.config.PartSettings;
import org.nexusgen.launcher.config.SettingSources;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A running platform: a Felix framework with all bundles of an installation active. Engines and
 * other code with natives stay on the class path of this class and are registered as services, so
 * that natives load once in a JVM. Several platforms may run in one JVM.
 */
public final class Platform implements AutoCloseable {
  private static final String EXTENSIONS_DISABLED = "felix.extensions.disable";

  /** The folder of the bundle nexusgen-models. */
  private static final String MODELS = "nexusgen.models";

  private final Framework framework;
  private final FrameworkBundles installed;
  private final PartSettings settings;
  private final Patience patience;
  private final StorageLock lock;
  private final ClassPathServices ofClassPath =
      new ClassPathServices(Platform.class.getClassLoader(), new ArrayList<>());

  private Platform(
      Framework framework,
      FrameworkBundles installed,
      SettingSources sources,
      Path lib,
      Patience patience,
      StorageLock lock) {
    this.framework = framework;
    this.installed = installed;
    this.patience = patience;
    this.lock = lock;
    this.settings = PartSettings.begin(framework.getBundleContext(), sources, lib);
  }

  /**
   * Starts every bundle of an installation.
   *
   * @param installation what to start
   * @param storage an empty or not yet existing folder that belongs to this platform alone
   * @throws PlatformException if a bundle does not start, with the framework's reason
   */
  public static Platform start(Installation installation, Path storage) {
    return start(PlatformSettings.of(installation, storage));
  }

  /**
   * Starts every bundle of an installation, and those that the user installed. What of the user's
   * does not start is set aside, see {@link #complaints}.
   *
   * @param installation what to start
   * @param storage an empty or not yet existing folder that belongs to this platform alone
   * @param data the folder in which the user's bundles are kept; it need not exist
   * @throws PlatformException if a bundle of the installation does not start
   */
  public static Platform start(Installation installation, Path storage, Path data) {
    return start(PlatformSettings.of(installation, storage).keeping(data));
  }

  /**
   * Starts every bundle of an installation, and those that the settings add.
   *
   * @throws PlatformException if a bundle of the installation does not start or hangs
   * @throws BadInputException if a keystore is named that does not serve: nothing starts then
   */
  public static Platform start(PlatformSettings settings) {
    Installation installation = settings.installation();
    Optional<TrustStore> trust = settings.trust();
    StorageLock lock = StorageLock.take(settings.storage());
    Framework framework;
    try {
      framework = initialised(settings);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
    BundleContext context = framework.getBundleContext();
    TrustGate gate =
        trust.map(store -> TrustGate.guarding(context, store)).orElseGet(TrustGate::open);
    BundleStarter starter =
        new BundleStarter(context, level(installation), gate, settings.patience());
    Path deploy = installation.deploy();
    FrameworkBundles more =
        settings
            .data()
            .map(data -> FrameworkBundles.keptIn(data, starter, deploy))
            .orElseGet(() -> FrameworkBundles.keepingNothing(starter, deploy));
    Platform platform =
        new Platform(
            framework, more, settings.sources(), installation.lib(), settings.patience(), lock);
    try {
      platform.registerEngines();
      platform
          .context()
          .registerService(
              Subcommand.class, new BundlesCommand(more), FrameworkUtil.asDictionary(Map.of()));
      platform
          .context()
          .registerService(
              Subcommand.class,
              new ConfigCommand(platform.settings),
              FrameworkUtil.asDictionary(Map.of()));
      List<Bundle> bundles = platform.install(installation.bundles(), gate);
      new FrameworkStart(framework, settings.patience()).run();
      for (Bundle bundle : bundles) {
        if (!more.isStopped(bundle)) {
          requireActive(bundle);
        }
      }
      more.startAll(bundles);
      return platform;
    } catch (BundleException e) {
      platform.close();
      throw new PlatformException("the platform does not start: " + reason(e), e);
    } catch (RuntimeException | Error e) {
      platform.close();
      throw e;
    }
  }

  private static Framework initialised(PlatformSettings settings) {
    FrameworkFactory factory =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> new PlatformException("no OSGi framework on the class path"));
    Framework framework = withoutExtensions(factory, properties(settings));
    try {
      framework.init();
      return framework;
    } catch (BundleException e) {
      throw new PlatformException("the platform does not start: " + reason(e), e);
    }
  }

  /**
   * A bundle that extends the framework would come onto the class path at once, past every check.
   * Felix asks the JVM, not its settings, whether that is allowed, and asks once.
   */
  private static synchronized Framework withoutExtensions(
      FrameworkFactory factory, Map<String, String> settings) {
    Optional<String> before = Optional.ofNullable(System.getProperty(EXTENSIONS_DISABLED));
    System.setProperty(EXTENSIONS_DISABLED, "true");
    try {
      return factory.newFramework(settings);
    } finally {
      before.ifPresentOrElse(
          value -> System.setProperty(EXTENSIONS_DISABLED, value),
          () -> System.clearProperty(EXTENSIONS_DISABLED));
    }
  }

  /**
   * A service of the platform, for as long as it runs.
   *
   * @throws PlatformException if nobody offers it; the message names components that wait
   */
  public <S> S service(Class<S> type) {
    BundleContext context = framework.getBundleContext();
    ServiceReference<S> reference = context.getServiceReference(type);
    // held until the platform closes: a component that nobody holds is put away
    S service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new PlatformException(
          "no installed bundle offers " + type.getName() + WaitingComponents.describe(context));
    }
    return service;
  }

  /** Every bundle, the framework's own included. */
  public List<BundleInfo> bundles() {
    return Arrays.stream(framework.getBundleContext().getBundles()).map(BundleInfo::of).toList();
  }

  /** All bundles, and what may be done with them. */
  public InstalledBundles installed() {
    return installed;
  }

  /** The settings of the parts. */
  public PartSettings settings() {
    return settings;
  }

  /** What of the user's bundles and of the engines was set aside and why, a line each. */
  public List<String> complaints() {
    return Stream.concat(ofClassPath.complaints().stream(), installed.complaints().stream())
        .toList();
  }

  /** The framework's own context, for hosts that know OSGi. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /**
   * Stops all bundles and the framework. One that hangs is interrupted after ten seconds at most,
   * named in the log and left behind with its thread; no other thread stays.
   */
  @Override
  public void close() {
    settings.close();
    try {
      new FrameworkStop(framework, installed, patience).run();
    } catch (BundleException e) {
      throw new PlatformException("the platform does not stop: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }

  private static Map<String, String> properties(PlatformSettings settings) {
    Installation installation = settings.installation();
    Map<String, String> properties = new HashMap<>();
    properties.put(
        Constants.FRAMEWORK_STORAGE, StorageLock.framework(settings.storage()).toString());
    properties.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(level(installation)));
    properties.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SharedPackages.of(installation.lib()).header());
    // what the flight recorder weaves into event classes calls a package that nobody can import
    properties.put(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.jfr.internal.*");
    // more would leave resolver threads behind after close
    properties.put("felix.resolver.parallelism", "1");
    // a URL handler factory belongs to the JVM, not to one framework in it
    properties.put("felix.service.urlhandlers", "false");
    properties.put("felix.shutdown.hook", "false");
    // start-up errors are thrown by requireActive, not printed
    properties.put("felix.log.level", "0");
    // bundles with models are unpacked there, once for all runs
    settings.data().ifPresent(data -> properties.put(MODELS, data.resolve("models").toString()));
    return properties;
  }

  private static int level(Installation installation) {
    return installation.bundles().stream().mapToInt(e -> e.startLevel()).max().orElse(1);
  }

  private void registerEngines() {
    Map<String, String> values = settings.ofClassPath();
    register(Engine.class, Engine::name, "engine", values);
    register(TrainingEngine.class, TrainingEngine::name, "training-engine", values);
  }

  private <S> void register(
      Class<S> type, Function<S, String> name, String part, Map<String, String> values) {
    List<ClassPathServices.Named<S>> services =
        ProcessSettings.giving(values, () -> ofClassPath.all(type, part, name));
    for (ClassPathServices.Named<S> one : services) {
      Map<String, Object> properties = Map.of("part", part, "name", one.name());
      List<String> types = new ArrayList<>(List.of(type.getName()));
      if (one.service() instanceof SettingCheck) {
        types.add(SettingCheck.class.getName());
      }
      context()
          .registerService(
              types.toArray(String[]::new), one.service(), FrameworkUtil.asDictionary(properties));
    }
  }

  private List<Bundle> install(List<Installation.Entry> entries, TrustGate gate)
      throws BundleException {
    for (Installation.Entry entry : entries) {
      // "reference:" leaves the jar where it is instead of copying it into the storage
      Bundle bundle = context().installBundle("reference:" + entry.jar().toUri());
      gate.ship(bundle);
      bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
      if (!isFragment(bundle) && !installed.isStopped(bundle)) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
    return List.of(context().getBundles());
  }

  private static void requireActive(Bundle bundle) throws BundleException {
    boolean lazy = bundle.getState() == Bundle.STARTING; // waits for its first class
    if (bundle.getState() != Bundle.ACTIVE && !lazy && !isFragment(bundle)) {
      bundle.start(); // the framework logs what goes wrong on start levels; this throws it
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static String reason(BundleException e) {
    Throwable cause = e.getCause();
    if (cause == null) {
      return String.valueOf(e.getMessage());
    }
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return e.getMessage() + ": " + cause;
  }
}
