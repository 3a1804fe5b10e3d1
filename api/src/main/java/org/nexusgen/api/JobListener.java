package org.nexusgen.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of a job while it runs, on the thread that runs it. */
@ConsumerType
public interface JobListener {
  /**
   * Work is getting on.
   *
   * @param stage such as {@code load}, {@code encode}, {@code write}, {@code imagine}, {@code
   *     paint}
   * @param done units of this stage, from 0
   * @param total units of this stage; 0 if not known
   */
  default void progress(String stage, int done, int total) {}

  /** A piece of the answer became certain. */
  default void text(String piece) {}

  static JobListener silent() {
    return new JobListener() {};
  }
}
