package org.nexusgen.launcher.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of the parts of a running platform. It hands them to Configuration Admin, when that
 * starts, when a file changes and when a bundle comes or goes; Declarative Services gives them to
 * the parts. A part that nobody configures has no configuration, and one that a host changes
 * through Configuration Admin keeps that until its file changes. Thread-safe.
 */
public final class PartSettings implements AutoCloseable {
  /** Lets every bundle have a configuration, wherever it was installed from. */
  private static final String ANY_LOCATION = "?";

  private final BundleContext context;
  private final SettingSources sources;
  private final List<SettingDefinition> classPath;
  private final Map<String, Map<String, String>> given = new HashMap<>();
  private final ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admins;
  private final SynchronousBundleListener bundles = this::changed;
  private final FileWatch watch;

  private PartSettings(
      BundleContext context, SettingSources sources, List<SettingDefinition> classPath) {
    this.context = context;
    this.sources = sources;
    this.classPath = classPath;
    this.admins = new ServiceTracker<>(context, ConfigurationAdmin.class, new Admins());
    this.watch = new FileWatch(sources::stamps, this::reread);
  }

  /**
   * Begins with the next Configuration Admin that starts, before the parts do.
   *
   * @param lib folder of the class path, whose jars may describe settings, too
   */
  public static PartSettings begin(BundleContext context, SettingSources sources, Path lib) {
    PartSettings settings = new PartSettings(context, sources, DescribedSettings.of(lib));
    settings.admins.open();
    context.addBundleListener(settings.bundles);
    settings.watch.start();
    return settings;
  }

  /** What is in effect now. */
  public EffectiveSettings effective() {
    EffectiveSettings written = sources.resolve(described());
    ConfigurationAdmin admin = admins.getService();
    if (admin == null) {
      return written;
    }
    List<Setting> settings = written.settings().stream().map(one -> over(one, admin)).toList();
    return new EffectiveSettings(settings, written.faults());
  }

  /**
   * All that is wrong: in the places that set settings, and for those who use them, who are asked
   * what they know (engines and the pipeline of names, for example).
   */
  public List<Fault> faults() {
    EffectiveSettings effective = effective();
    List<Fault> faults = new ArrayList<>(effective.faults());
    faults.addAll(new UsedValues(effective).faults(context));
    return List.copyOf(faults);
  }

  /**
   * What is set for engines and others on the class path, by {@code part.key}. They get it when
   * they are made: a change takes a restart.
   */
  public Map<String, String> ofClassPath() {
    Map<String, String> values = new TreeMap<>();
    for (Setting one : sources.resolve(classPath).settings()) {
      if (one.isSet()) {
        values.put(one.definition().name().dotted(), one.value());
      }
    }
    return values;
  }

  private List<SettingDefinition> described() {
    return DescribedSettings.of(classPath, context);
  }

  /** Reads the files again, without waiting until it is noticed that they changed. */
  public void reread() {
    ConfigurationAdmin admin = admins.getService();
    if (admin != null) {
      Logger log = LoggerFactory.getLogger(PartSettings.class);
      give(admin).forEach(fault -> log.warn("{}; this is left out", fault));
    }
  }

  @Override
  public void close() {
    watch.close();
    context.removeBundleListener(bundles);
    admins.close();
  }

  /** What a host said through Configuration Admin, if it is another value. */
  private static Setting over(Setting written, ConfigurationAdmin admin) {
    try {
      SettingDefinition definition = written.definition();
      Configuration[] found = admin.listConfigurations("(service.pid=" + definition.pid() + ")");
      Object value = found == null ? null : value(found[0], definition.name().key());
      return value == null || value.toString().equals(written.value()) || definition.several()
          ? written
          : written.with(value.toString(), "Configuration Admin");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object value(Configuration configuration, String key) {
    Dictionary<String, Object> properties = configuration.getProperties();
    return properties == null ? null : properties.get(key);
  }

  private synchronized List<Fault> give(ConfigurationAdmin admin) {
    EffectiveSettings effective = sources.resolve(described());
    Map<String, Map<String, Object>> wanted = new TreeMap<>();
    Map<String, Map<String, String>> texts = new HashMap<>();
    for (Setting one : effective.settings()) {
      if (one.isSet()) {
        SettingDefinition definition = one.definition();
        String key = definition.name().key();
        wanted
            .computeIfAbsent(definition.pid(), pid -> new HashMap<>())
            .put(key, definition.delivered(one.value()));
        texts.computeIfAbsent(definition.pid(), pid -> new HashMap<>()).put(key, one.value());
      }
    }
    Set<String> pids = new HashSet<>(given.keySet());
    pids.addAll(wanted.keySet());
    for (String pid : pids) {
      if (!texts.getOrDefault(pid, Map.of()).equals(given.getOrDefault(pid, Map.of()))) {
        give(admin, pid, wanted.getOrDefault(pid, Map.of()));
      }
    }
    given.clear();
    given.putAll(texts);
    return effective.faults();
  }

  private static void give(ConfigurationAdmin admin, String pid, Map<String, Object> values) {
    try {
      Configuration configuration = admin.getConfiguration(pid, ANY_LOCATION);
      if (values.isEmpty()) {
        configuration.delete();
      } else {
        configuration.update(FrameworkUtil.asDictionary(values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the settings of " + pid + " cannot be kept", e);
    }
  }

  private void changed(BundleEvent event) {
    int type = event.getType();
    if (type == BundleEvent.INSTALLED
        || type == BundleEvent.UPDATED
        || type == BundleEvent.UNINSTALLED) {
      ConfigurationAdmin admin = admins.getService();
      if (admin != null) {
        give(admin);
      }
    }
  }

  private final class Admins
      implements ServiceTrackerCustomizer<ConfigurationAdmin, ConfigurationAdmin> {
    @Override
    public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
      ConfigurationAdmin admin = context.getService(reference);
      give(admin);
      return admin;
    }

    @Override
    public void modifiedService(
        ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
      // its properties say nothing here
    }

    @Override
    public void removedService(
        ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
      forget();
      context.ungetService(reference);
    }
  }

  /** The next Configuration Admin begins with nothing. */
  private synchronized void forget() {
    given.clear();
  }
}
