package org.nexusgen.tensorrt.standin;

/** The device's memory as far as plans take it: their files' bytes, and something to work in. */
public final class Room {
  /** A system property of the worker: bytes of the whole memory. */
  public static final String PROPERTY = "nexusgen.standin.memory";

  private static final long USUAL = 80L << 30;
  private static final long INSIDE = 200L << 20;

  private final long all = Long.getLong(PROPERTY, USUAL);
  private long taken;

  long all() {
    return all;
  }

  long free() {
    return all - taken;
  }

  /**
   * Takes it as TensorRT behind DJL does, which ends the process where there is none.
   *
   * @return gives it back
   */
  Runnable take(long bytes) {
    long whole = bytes + INSIDE;
    if (whole > free()) {
      Faults.abort("CUDA error 2: out of memory");
    }
    taken += whole;
    return () -> taken -= whole;
  }
}
