package org.nexusgen.engine.tensorrt.plan;

import java.nio.file.Path;
import org.nexusgen.api.config.CacheFolder;

/** What this engine keeps in the cache: plans, and names for libraries. */
public final class EngineCache {
  private EngineCache() {}

  /** Its folder. */
  public static Path path() {
    return CacheFolder.path().resolve("tensorrt");
  }
}
