package org.nexusgen.api.observe;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a part or an engine tells of its caches. The pipeline's listener knows which job it is by
 * the thread on which it calls the part; what is told on another thread counts for no job.
 */
@ProviderType
@FunctionalInterface
public interface CacheListener {
  /**
   * A cache was asked.
   *
   * @param cache its name: a word or two that all caches of its kind share
   * @param hit whether it had the answer
   */
  void asked(String cache, boolean hit);

  /** Hears nothing. */
  static CacheListener silent() {
    return Silence.KEPT;
  }
}
