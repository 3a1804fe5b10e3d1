package org.nexusgen.engine.tensorrt.plan;

import java.nio.file.Path;
import org.nexusgen.api.config.CacheFolder;

/**
 * What this engine keeps in the cache: plans, what it knows of files of weights, and names for
 * libraries.
 */
public record EngineCache(PlanCache plans, FileDigests files) {
  /** Its folder. */
  public static Path path() {
    return CacheFolder.path().resolve("tensorrt");
  }

  /**
   * One for as long as an engine lives: it remembers what it has checked.
   *
   * @param folder that need not exist yet
   * @param largest bytes that plans may take together
   */
  public static EngineCache in(Path folder, long largest) {
    return new EngineCache(
        new PlanCache(folder.resolve("plans"), largest),
        new FileDigests(folder.resolve("weights")));
  }
}
