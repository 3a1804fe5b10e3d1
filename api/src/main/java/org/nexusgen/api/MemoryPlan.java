package org.nexusgen.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.nexusgen.api.engine.Availability;

/**
 * What an open model would need of memory, estimated from its configuration and the headers of its
 * weight files before anything is loaded.
 *
 * @param parts in the figure's order
 * @param devices on which they run
 * @param stageWise whether one decoder at a time is open, and the other one put away before
 * @param absent engines that cannot run here, by name, and why; what parts need on them is known
 *     all the same
 * @param failed parts that would not open, by name, and why; they are not among the parts
 */
public record MemoryPlan(
    List<Part> parts,
    List<Device> devices,
    boolean stageWise,
    Map<String, Availability.Unavailable> absent,
    Map<String, String> failed) {
  public MemoryPlan {
    parts = List.copyOf(parts);
    devices = List.copyOf(devices);
    absent = Collections.unmodifiableMap(new TreeMap<>(absent));
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }

  /** One in which every part opens. */
  public MemoryPlan(
      List<Part> parts,
      List<Device> devices,
      boolean stageWise,
      Map<String, Availability.Unavailable> absent) {
    this(parts, devices, stageWise, absent, Map.of());
  }

  /** A plan of nothing. */
  public static MemoryPlan empty() {
    return new MemoryPlan(List.of(), List.of(), false, Map.of());
  }

  /**
   * One part.
   *
   * @param name of the figure, such as {@code backbone} or {@code decoder editing}
   * @param engine that runs it
   * @param device on which the engine computes
   * @param weightBytes of all its networks, as the engine keeps them
   * @param workspaceBytes of its most demanding run; 0 where nobody can tell
   * @param cacheBytes of keys and values of a full context; 0 for parts without
   * @param putAway whether it is closed before another part opens
   */
  public record Part(
      String name,
      String engine,
      String device,
      long weightBytes,
      long workspaceBytes,
      long cacheBytes,
      boolean putAway) {}

  /**
   * One device.
   *
   * @param name such as {@code cuda:0}, or {@code cpu} for the host
   * @param neededBytes at the worst moment: weights of all parts that are open then, the largest
   *     workspace, and the caches
   * @param totalBytes that it has, where that is known
   * @param limitBytes that may be used: free now, or the configured bound; empty for no limit
   */
  public record Device(
      String name, long neededBytes, OptionalLong totalBytes, OptionalLong limitBytes) {
    public boolean fits() {
      return limitBytes.isEmpty() || neededBytes <= limitBytes.getAsLong();
    }
  }

  /** Whether nothing is known of what a device has: only an engine that runs can look. */
  public boolean isUnknown(Device device) {
    return device.limitBytes().isEmpty()
        && parts.stream()
            .anyMatch(
                part -> part.device().equals(device.name()) && absent.containsKey(part.engine()));
  }

  /** Whether every part opens, and all fit on every device, as far as that is known. */
  public boolean fits() {
    return failed.isEmpty() && devices.stream().allMatch(Device::fits);
  }
}
