package org.nexusgen.api.engine;

/**
 * What a graph would need of an engine's memory, estimated without opening it.
 *
 * @param weightBytes of the weights as the engine keeps them while a session is open
 * @param workspaceBytes of the values inside one run, those at a time that are still needed; 0 if
 *     the engine does not estimate them
 */
public record MemoryEstimate(long weightBytes, long workspaceBytes) {
  public MemoryEstimate {
    if (weightBytes < 0 || workspaceBytes < 0) {
      throw new IllegalArgumentException(
          "estimate of memory: got %d and %d bytes, wants 0 or more"
              .formatted(weightBytes, workspaceBytes));
    }
  }
}
