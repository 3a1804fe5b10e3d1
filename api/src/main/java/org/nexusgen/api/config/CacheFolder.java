package org.nexusgen.api.config;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where things are kept that can be made again: the system property {@code nexusgen.cache}, else
 * the environment variable {@code NEXUSGEN_CACHE}, else {@code nexusgen} in the user's cache folder
 * (XDG Base Directory Specification; {@code Library/Caches} on macOS, {@code LOCALAPPDATA} on
 * Windows).
 */
public final class CacheFolder {
  /** System property that names the folder itself. */
  public static final String PROPERTY = "nexusgen.cache";

  /** Environment variable that names the folder itself. */
  public static final String VARIABLE = "NEXUSGEN_CACHE";

  private CacheFolder() {}

  /** The folder of this process, absolute; it need not exist. */
  public static Path path() {
    String property = System.getProperty(PROPERTY, "");
    return property.isEmpty()
        ? of(name -> System.getenv().getOrDefault(name, ""), System.getProperty("os.name", ""))
        : Path.of(property).toAbsolutePath();
  }

  static Path of(UnaryOperator<String> environment, String os) {
    String own = environment.apply(VARIABLE);
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    return userCache(environment, os).resolve("nexusgen");
  }

  private static Path userCache(UnaryOperator<String> environment, String os) {
    Path home = Path.of(System.getProperty("user.home", "."));
    String xdg = environment.apply("XDG_CACHE_HOME");
    String local = environment.apply("LOCALAPPDATA");
    if (os.startsWith("Windows") && !local.isEmpty()) {
      return Path.of(local);
    }
    if (os.startsWith("Mac")) {
      return home.resolve("Library/Caches");
    }
    // The specification says that a relative value is to be ignored.
    return xdg.isEmpty() || !Path.of(xdg).isAbsolute() ? home.resolve(".cache") : Path.of(xdg);
  }
}
