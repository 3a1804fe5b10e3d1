package org.nexusgen.api.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears how far a session is with what it builds ahead, on the thread that builds. */
@ConsumerType
public interface WarmListener {
  /**
   * A plan is built next, or, when {@code done} equals {@code total}, all are.
   *
   * @param done plans that are ready
   * @param total plans that there will be
   * @param plan the one that is next, in words: the sizes that it is for; empty at the end
   */
  void progress(int done, int total, String plan);

  /** Listens to nothing. */
  static WarmListener silent() {
    return (done, total, plan) -> {};
  }
}
