package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;

/** Says that a plan does not fit, and what would. */
final class MemoryRefusal {
  private static final double GIGABYTE = 1e9;
  private static final int LARGEST = 3;

  private MemoryRefusal() {}

  /**
   * @throws BadInputException if the plan does not fit on a device
   */
  static void check(MemoryPlan plan, WeightPrecision precision) {
    for (MemoryPlan.Device device : plan.devices()) {
      if (!device.fits()) {
        throw new BadInputException(
            "memory of %s: got %s that may be used%s, wants %s for %s; what helps: %s"
                .formatted(
                    device.name(),
                    gigabytes(device.limitBytes().orElse(0)),
                    device.totalBytes().isPresent()
                        ? " of " + gigabytes(device.totalBytes().getAsLong())
                        : "",
                    gigabytes(device.neededBytes()),
                    largest(plan, device),
                    String.join("; ", remedies(plan, device, precision))));
      }
    }
  }

  private static String largest(MemoryPlan plan, MemoryPlan.Device device) {
    return String.join(
        ", ",
        on(device, plan).stream()
            .sorted(Comparator.comparingLong(part -> -part.weightBytes()))
            .limit(LARGEST)
            .map(part -> part.name() + " " + gigabytes(part.weightBytes()))
            .toList());
  }

  private static List<String> remedies(
      MemoryPlan plan, MemoryPlan.Device device, WeightPrecision precision) {
    List<MemoryPlan.Part> parts = on(device, plan);
    long limit = device.limitBytes().orElse(Long.MAX_VALUE);
    List<String> remedies = new ArrayList<>();
    long stageWise = MemoryPlanner.needed(parts.stream().map(MemoryRefusal::putAway).toList());
    if (!plan.stageWise() && stageWise < device.neededBytes()) {
      remedies.add(said("pipeline.residency=stage-wise", stageWise, limit));
    }
    parts.stream()
        .filter(part -> !part.engine().equals(NexusGenConfig.DEFAULT_ENGINE))
        .max(Comparator.comparingLong(MemoryPlan.Part::weightBytes))
        .ifPresent(
            part ->
                remedies.add(
                    said(
                        "--engine %s=%s"
                            .formatted(
                                part.name().split(" ", -1)[0], NexusGenConfig.DEFAULT_ENGINE),
                        MemoryPlanner.needed(without(parts, part)),
                        limit)));
    if (precision == WeightPrecision.CHECKPOINT) {
      remedies.add("a smaller --precision (float8, int8, int4), where the engine has it");
    }
    long weights = device.neededBytes() - workspace(parts);
    if (weights <= limit) {
      remedies.add("a smaller picture: weights alone want " + gigabytes(weights));
    }
    remedies.add("a device with more memory free");
    return remedies;
  }

  private static String said(String what, long needed, long limit) {
    return "%s (wants %s: %s)"
        .formatted(what, gigabytes(needed), needed <= limit ? "fits" : "not enough alone");
  }

  /** All parts of that word: a choice of engines names both decoders together. */
  private static List<MemoryPlan.Part> without(List<MemoryPlan.Part> parts, MemoryPlan.Part one) {
    String word = one.name().split(" ", -1)[0];
    return parts.stream().filter(part -> !part.name().startsWith(word)).toList();
  }

  private static long workspace(List<MemoryPlan.Part> parts) {
    return parts.stream().mapToLong(MemoryPlan.Part::workspaceBytes).max().orElse(0);
  }

  private static MemoryPlan.Part putAway(MemoryPlan.Part part) {
    return new MemoryPlan.Part(
        part.name(),
        part.engine(),
        part.device(),
        part.weightBytes(),
        part.workspaceBytes(),
        part.cacheBytes(),
        part.name().startsWith("decoder"));
  }

  private static List<MemoryPlan.Part> on(MemoryPlan.Device device, MemoryPlan plan) {
    return plan.parts().stream().filter(part -> part.device().equals(device.name())).toList();
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
