package org.nexusgen.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.launcher.bundles.Patience;
import org.nexusgen.launcher.bundles.TrustStore;
import org.nexusgen.launcher.config.SettingSources;

/** How a platform is started. Nothing is changed in place: each method gives another one. */
public final class PlatformSettings {
  private final Installation installation;
  private final Path storage;
  private final Optional<Path> data;
  private final Optional<TrustStore> trust;
  private final Optional<Patience> patience;
  private final String assembly;
  private final Map<String, String> overrides;

  private PlatformSettings(
      Installation installation,
      Path storage,
      Optional<Path> data,
      Optional<TrustStore> trust,
      Optional<Patience> patience,
      String assembly,
      Map<String, String> overrides) {
    this.installation = installation;
    this.storage = storage;
    this.data = data;
    this.trust = trust;
    this.patience = patience;
    this.assembly = assembly;
    this.overrides = Map.copyOf(overrides);
  }

  /**
   * Starts the bundles of an installation and of its folder {@code deploy}, and keeps nothing.
   *
   * @param storage an empty or not yet existing folder that belongs to the platform alone
   */
  public static PlatformSettings of(Installation installation, Path storage) {
    return new PlatformSettings(
        installation, storage, Optional.empty(), Optional.empty(), Optional.empty(), "", Map.of());
  }

  /** With the bundles that the user installed, kept in a folder that need not exist. */
  public PlatformSettings keeping(Path folder) {
    return new PlatformSettings(
        installation, storage, Optional.of(folder), trust, patience, assembly, overrides);
  }

  /**
   * With this keystore to decide which bundles beside the shipped ones may run. Otherwise that is
   * the one which {@code trust.keystore} names; see docs/bundles.md.
   */
  public PlatformSettings trusting(TrustStore store) {
    return new PlatformSettings(
        installation, storage, data, Optional.of(store), patience, assembly, overrides);
  }

  /**
   * With this long for a bundle to start or stop. Otherwise that is what {@code
   * NEXUSGEN_START_SECONDS} says, else half a minute.
   */
  public PlatformSettings waiting(Patience limit) {
    return new PlatformSettings(
        installation, storage, data, trust, Optional.of(limit), assembly, overrides);
  }

  /**
   * With these settings of parts, which count more than files, environment and system properties.
   *
   * @param values by {@code part.key}
   */
  public PlatformSettings overriding(Map<String, String> values) {
    return new PlatformSettings(installation, storage, data, trust, patience, assembly, values);
  }

  /**
   * With the settings of {@code conf/assemblies/NAME.properties}, which count more than the files
   * of parts, and less than all else. Otherwise that is what the system property {@code
   * nexusgen.assembly} or {@code NEXUSGEN_ASSEMBLY} says.
   *
   * @param name empty for none of its own
   */
  public PlatformSettings assembled(String name) {
    return new PlatformSettings(installation, storage, data, trust, patience, name, overrides);
  }

  Installation installation() {
    return installation;
  }

  Path storage() {
    return storage;
  }

  Optional<Path> data() {
    return data;
  }

  Optional<TrustStore> trust() {
    return trust.or(() -> TrustSetting.of(installation).open());
  }

  /** Where settings of parts come from. */
  SettingSources sources() {
    List<Path> folders =
        Stream.concat(Stream.of(installation.conf()), data.stream().map(one -> one.resolve("conf")))
            .toList();
    return SettingSources.ofProcess(
        folders, assembly.isEmpty() ? Surroundings.assembly() : assembly, overrides);
  }

  Patience patience() {
    return patience.orElseGet(Surroundings::patience);
  }
}
