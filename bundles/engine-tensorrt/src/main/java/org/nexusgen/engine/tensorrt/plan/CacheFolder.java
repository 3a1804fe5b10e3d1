package org.nexusgen.engine.tensorrt.plan;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where things are kept that can be made again: {@code NEXUSGEN_CACHE}, else {@code nexusgen} in
 * the user's cache folder (XDG Base Directory Specification).
 */
public final class CacheFolder {
  private CacheFolder() {}

  /** The folder of this engine. */
  public static Path path() {
    String property = System.getProperty("nexusgen.cache", "");
    Path cache =
        property.isEmpty()
            ? of(name -> System.getenv().getOrDefault(name, ""))
            : Path.of(property).toAbsolutePath();
    return cache.resolve("tensorrt");
  }

  static Path of(UnaryOperator<String> environment) {
    String own = environment.apply("NEXUSGEN_CACHE");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = environment.apply("XDG_CACHE_HOME");
    // The specification says that a relative value is to be ignored.
    Path caches =
        xdg.isEmpty() || !Path.of(xdg).isAbsolute()
            ? Path.of(System.getProperty("user.home", ".")).resolve(".cache")
            : Path.of(xdg);
    return caches.resolve("nexusgen");
  }
}
