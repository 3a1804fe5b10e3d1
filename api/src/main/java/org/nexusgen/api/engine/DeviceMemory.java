package org.nexusgen.api.engine;

/**
 * Memory of the device on which an engine computes, where that is not the host's own.
 *
 * @param totalBytes that the device has
 * @param freeBytes that no process holds at this moment; at most {@code totalBytes}
 */
public record DeviceMemory(long totalBytes, long freeBytes) {
  public DeviceMemory {
    if (totalBytes <= 0 || freeBytes < 0 || freeBytes > totalBytes) {
      throw new IllegalArgumentException(
          "memory of a device: got %d bytes free of %d, wants 0 to total of a positive total"
              .formatted(freeBytes, totalBytes));
    }
  }
}
