package org.nexusgen.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.bundles.TrustStore;

/**
 * The keystore that decides which bundles may run: the system property {@code trust.keystore}, else
 * the environment's {@code NEXUSGEN_TRUST_KEYSTORE}, else {@code conf/trust.properties} of the
 * installation. A blank value counts as none.
 */
record TrustSetting(Path conf, Map<String, String> environment, Properties system) {
  private static final String KEYSTORE = "trust.keystore";
  private static final String PASSWORD = "trust.password";

  static TrustSetting of(Installation installation) {
    return new TrustSetting(installation.conf(), System.getenv(), System.getProperties());
  }

  /**
   * Empty if no keystore is named.
   *
   * @throws BadInputException if one is named and does not serve
   */
  Optional<TrustStore> open() {
    Properties file = read();
    String given = given(KEYSTORE);
    String named = file.getProperty(KEYSTORE, "").strip();
    String password = given(PASSWORD);
    if (given.isEmpty() && named.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path keystore =
          given.isEmpty() ? conf.resolve(named).normalize() : Path.of(given).toAbsolutePath();
      return Optional.of(
          TrustStore.open(
              keystore, password.isEmpty() ? file.getProperty(PASSWORD, "").strip() : password));
    } catch (InvalidPathException e) {
      throw new BadInputException(KEYSTORE + " is no file: " + e.getMessage(), e);
    }
  }

  private String given(String key) {
    String property = system.getProperty(key, "").strip();
    return property.isEmpty()
        ? environment
            .getOrDefault("NEXUSGEN_" + key.replace('.', '_').toUpperCase(Locale.ROOT), "")
            .strip()
        : property;
  }

  private Properties read() {
    Path path = conf.resolve("trust.properties");
    Properties file = new Properties();
    if (!Files.exists(path)) {
      return file;
    }
    try (Reader reader = Files.newBufferedReader(path)) {
      file.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("cannot read " + path + ": " + e.getMessage(), e);
    }
    Set<String> unknown = new TreeSet<>(file.stringPropertyNames());
    unknown.removeAll(Set.of(KEYSTORE, PASSWORD));
    if (!unknown.isEmpty()) {
      // a gate that stands open for a misspelt word is worse than none
      throw new BadInputException(
          path + " has " + String.join(", ", unknown) + "; wants " + KEYSTORE + ", " + PASSWORD);
    }
    return file;
  }
}
