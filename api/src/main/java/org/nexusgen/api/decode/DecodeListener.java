package org.nexusgen.api.decode;

/** Hears of a decoding while it runs, on the thread that runs it. */
@FunctionalInterface
public interface DecodeListener {
  /** A step of the sampler is done. */
  void step(int done, int total);

  static DecodeListener silent() {
    return (done, total) -> {};
  }
}
