package org.nexusgen.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.engine.Availability;

/** A plan of memory for people and for programs. */
final class PlanLines {
  private static final double GIGABYTE = 1e9;

  private PlanLines() {}

  static List<String> of(MemoryPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-21s %-12s %-7s %10s %10s %10s"
            .formatted("part", "engine", "device", "weights", "workspace", "cache"));
    for (MemoryPlan.Part part : plan.parts()) {
      lines.add(
          "%-21s %-12s %-7s %10s %10s %10s%s"
              .formatted(
                  part.name(),
                  part.engine(),
                  part.device(),
                  size(part.weightBytes()),
                  part.workspaceBytes() == 0 ? "unknown" : size(part.workspaceBytes()),
                  part.cacheBytes() == 0 ? "-" : size(part.cacheBytes()),
                  part.putAway() ? "  put away before another decoder opens" : ""));
    }
    for (MemoryPlan.Device device : plan.devices()) {
      lines.add(
          "%s: at most %s at once%s"
              .formatted(
                  device.name(),
                  size(device.neededBytes()),
                  plan.isUnknown(device) ? "; what it has is unknown" : room(device)));
    }
    plan.failed().forEach((part, why) -> lines.add("%s does not open: %s".formatted(part, why)));
    plan.absent().forEach((engine, why) -> lines.add(why.refusal(engine)));
    return lines;
  }

  private static String room(MemoryPlan.Device device) {
    if (device.limitBytes().isEmpty()) {
      return "";
    }
    String total =
        device.totalBytes().isPresent() ? " of " + size(device.totalBytes().getAsLong()) : "";
    return "; %s%s may be used: %s"
        .formatted(
            size(device.limitBytes().getAsLong()), total, device.fits() ? "fits" : "does not fit");
  }

  static JsonResult json(MemoryPlan plan) {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (MemoryPlan.Part part : plan.parts()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("part", part.name());
      one.put("engine", part.engine());
      one.put("device", part.device());
      one.put("weights", part.weightBytes());
      one.put("workspace", part.workspaceBytes());
      one.put("cache", part.cacheBytes());
      one.put("put_away", part.putAway());
      parts.add(one);
    }
    List<Map<String, Object>> devices = new ArrayList<>();
    for (MemoryPlan.Device device : plan.devices()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("device", device.name());
      one.put("needed", device.neededBytes());
      device.totalBytes().ifPresent(total -> one.put("total", total));
      device.limitBytes().ifPresent(limit -> one.put("limit", limit));
      if (!plan.isUnknown(device)) {
        one.put("fits", device.fits());
      }
      devices.add(one);
    }
    JsonResult result =
        new JsonResult("models plan")
            .put("parts", parts)
            .put("devices", devices)
            .put("stage_wise", plan.stageWise());
    if (!plan.absent().isEmpty()) {
      result.put("absent", reasons(plan));
    }
    if (!plan.failed().isEmpty()) {
      result.put("failed", new LinkedHashMap<>(plan.failed()));
    }
    // Where one device is not known, the others can only say that it does not fit.
    return !plan.fits() || plan.devices().stream().noneMatch(plan::isUnknown)
        ? result.put("fits", plan.fits())
        : result;
  }

  private static Map<String, Object> reasons(MemoryPlan plan) {
    Map<String, Object> reasons = new LinkedHashMap<>();
    plan.absent()
        .forEach(
            (engine, why) ->
                reasons.put(
                    engine, why.reasons().stream().map(Availability.Reason::sentence).toList()));
    return reasons;
  }

  private static String size(long bytes) {
    return bytes < GIGABYTE
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
