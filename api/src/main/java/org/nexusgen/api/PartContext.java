package org.nexusgen.api;

import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.observe.CacheListener;
import org.nexusgen.api.weights.ModelFolder;

/**
 * What a part is made from.
 *
 * @param model the model's files, opened
 * @param engine runs the part's graphs
 * @param session threads, memory and precision for those graphs
 */
public record PartContext(ModelFolder model, Engine engine, SessionSettings session) {
  /** Hears what the part's own caches had. */
  public CacheListener caches() {
    return session.caches();
  }
}
