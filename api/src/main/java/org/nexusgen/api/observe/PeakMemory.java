package org.nexusgen.api.observe;

import java.util.Locale;

/**
 * The most memory that the process has held since it began.
 *
 * @param bytes of it
 * @param source what was measured
 */
public record PeakMemory(long bytes, Source source) {
  /** What a peak is of. */
  public enum Source {
    /**
     * All resident pages of the process, as Linux counts them ({@code VmHWM}): natives included.
     */
    RESIDENT,
    /**
     * Peaks of the Java heap's pools, and the direct buffers of now: where the system tells no peak
     * of the process. Memory of native libraries is missing.
     */
    HEAP_AND_DIRECT;

    /** The source as one word of JSON or a tag. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
