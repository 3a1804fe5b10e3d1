package org.nexusgen.encoder.caching;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.vision.VisionEncoding;

/** Encodings by fingerprint; what was not asked for longest goes first. Thread-safe. */
final class Memory {
  private static final int PLACES = 16;
  private static final float LOAD = 0.75f;

  private final long capacity;
  private final Map<String, VisionEncoding> byAge = new LinkedHashMap<>(PLACES, LOAD, true);
  private long held;

  /**
   * @param capacity in bytes; an encoding that is larger is not remembered
   */
  Memory(long capacity) {
    this.capacity = capacity;
  }

  synchronized Optional<VisionEncoding> get(String fingerprint) {
    return Optional.ofNullable(byAge.get(fingerprint));
  }

  synchronized void put(String fingerprint, VisionEncoding encoding) {
    long size = Encodings.bytes(encoding);
    if (size > capacity || byAge.putIfAbsent(fingerprint, encoding) != null) {
      return;
    }
    held += size;
    Iterator<VisionEncoding> oldest = byAge.values().iterator();
    while (held > capacity) {
      held -= Encodings.bytes(oldest.next());
      oldest.remove();
    }
  }

  synchronized void clear() {
    byAge.clear();
    held = 0;
  }

  /** Bytes of what is remembered. */
  synchronized long held() {
    return held;
  }
}
