package org.nexusgen.api.decode;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of a decoding while it runs, on the thread that runs it. */
@FunctionalInterface
@ConsumerType
public interface DecodeListener {
  /** A step of the sampler is done. */
  void step(int done, int total);

  static DecodeListener silent() {
    return (done, total) -> {};
  }
}
