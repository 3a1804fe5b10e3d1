package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;

/** Says that a plan does not fit, and what would. */
final class MemoryRefusal {
  private static final double GIGABYTE = 1e9;
  private static final double MEGABYTE = 1e6;
  private static final int LARGEST = 3;

  private final MemoryPlan plan;
  private final MemoryPlan.Device device;
  private final List<MemoryPlan.Part> parts;
  private final long limit;
  private final boolean bounded;

  private MemoryRefusal(MemoryPlan plan, MemoryPlan.Device device, Residency residency) {
    this.plan = plan;
    this.device = device;
    this.parts = plan.parts().stream().filter(part -> part.device().equals(device.name())).toList();
    this.limit = device.limitBytes().orElse(Long.MAX_VALUE);
    this.bounded = residency.boundBytes().equals(device.limitBytes());
  }

  /**
   * @throws BadInputException if the plan does not fit on a device
   */
  static void check(MemoryPlan plan, Residency residency, WeightPrecision precision) {
    for (MemoryPlan.Device device : plan.devices()) {
      if (!device.fits()) {
        throw new BadInputException(new MemoryRefusal(plan, device, residency).message(precision));
      }
    }
  }

  private String message(WeightPrecision precision) {
    return "memory of %s: got %s that may be used%s, wants %s: %s; what helps: %s"
        .formatted(
            device.name(),
            size(limit),
            bounded
                ? " (pipeline.memoryMebibytes)"
                : device.totalBytes().isPresent()
                    ? " of " + size(device.totalBytes().getAsLong())
                    : "",
            size(device.neededBytes()),
            largest(),
            String.join("; ", remedies(precision)));
  }

  private String largest() {
    List<String> largest = new ArrayList<>();
    parts.stream()
        .sorted(Comparator.comparingLong(part -> -part.weightBytes()))
        .limit(LARGEST)
        .forEach(part -> largest.add(part.name() + " " + size(part.weightBytes())));
    running()
        .ifPresent(
            part ->
                largest.add(
                    "to run the %s %s".formatted(part.name(), size(part.workspaceBytes()))));
    return String.join(", ", largest);
  }

  private List<String> remedies(WeightPrecision precision) {
    List<String> remedies = new ArrayList<>();
    long stageWise = MemoryPlanner.needed(parts.stream().map(MemoryRefusal::putAway).toList());
    if (!plan.stageWise() && stageWise < device.neededBytes()) {
      remedies.add(said("pipeline.residency=stage-wise", stageWise));
    }
    parts.stream()
        .filter(part -> !part.engine().equals(NexusGenConfig.DEFAULT_ENGINE))
        .max(Comparator.comparingLong(MemoryPlan.Part::weightBytes))
        .ifPresent(
            part ->
                remedies.add(
                    said(
                        "--engine %s=%s".formatted(word(part), NexusGenConfig.DEFAULT_ENGINE),
                        MemoryPlanner.needed(without(part)))));
    if (precision == WeightPrecision.CHECKPOINT) {
      remedies.add("a smaller --precision (float8, int8, int4), where the engine has it");
    }
    Optional<MemoryPlan.Part> running = running();
    long weights = device.neededBytes() - running.map(MemoryPlan.Part::workspaceBytes).orElse(0L);
    if (weights <= limit && running.stream().anyMatch(MemoryRefusal::isDecoder)) {
      remedies.add("a smaller picture, or --tile: weights alone want " + size(weights));
    }
    remedies.add(bounded ? "a larger pipeline.memoryMebibytes" : "a device with more memory free");
    return remedies;
  }

  private String said(String what, long needed) {
    return "%s (wants %s: %s)"
        .formatted(what, size(needed), needed <= limit ? "fits" : "not enough alone");
  }

  private static String word(MemoryPlan.Part part) {
    return part.name().split(" ", -1)[0];
  }

  /** All parts of that word: a choice of engines names both decoders together. */
  private List<MemoryPlan.Part> without(MemoryPlan.Part one) {
    return parts.stream().filter(part -> !part.name().startsWith(word(one))).toList();
  }

  /** The part whose run needs most. */
  private Optional<MemoryPlan.Part> running() {
    return parts.stream()
        .max(Comparator.comparingLong(MemoryPlan.Part::workspaceBytes))
        .filter(part -> part.workspaceBytes() > 0);
  }

  private static boolean isDecoder(MemoryPlan.Part part) {
    return word(part).equals(FigurePart.DECODER.word());
  }

  private static MemoryPlan.Part putAway(MemoryPlan.Part part) {
    return new MemoryPlan.Part(
        part.name(),
        part.engine(),
        part.device(),
        part.weightBytes(),
        part.workspaceBytes(),
        part.cacheBytes(),
        isDecoder(part));
  }

  private static String size(long bytes) {
    return bytes < GIGABYTE
        ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
