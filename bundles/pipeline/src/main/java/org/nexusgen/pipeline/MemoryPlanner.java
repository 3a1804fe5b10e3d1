package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.ModelFolder;

/**
 * Adds up what a model's parts would need, by letting each open itself on an engine that only looks
 * at its graphs.
 */
final class MemoryPlanner {
  private final PartLine line;
  private final PartEngines engines;
  private final Residency residency;

  MemoryPlanner(PartLine line, PartEngines engines, Residency residency) {
    this.line = line;
    this.engines = engines;
    this.residency = residency;
  }

  /** Of all parts of a model. */
  MemoryPlan plan(ModelFolder model, SessionSettings session) {
    List<MemoryPlan.Part> parts = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    for (PartLine.Seat seat : line.of(model)) {
      try {
        Map<String, Long> sizes = PlannedSizes.of(seat.part(), seat.task(), model);
        part(seat, sizes, model, session).ifPresent(parts::add);
      } catch (NexusGenException e) {
        failed.put(seat.name(), String.valueOf(e.getMessage()));
      }
    }
    return sum(parts, Engine::deviceMemory, failed);
  }

  /**
   * One part, if it has a network.
   *
   * @throws NexusGenException if it would not open
   */
  Optional<MemoryPlan.Part> part(
      PartLine.Seat seat, Map<String, Long> sizes, ModelFolder model, SessionSettings session) {
    Engine engine = engines.of(seat.part());
    PlanningEngine planning = new PlanningEngine(engine, sizes);
    seat.visit(new PartContext(model, planning, session));
    return planning.weightBytes() == 0
        ? Optional.empty()
        : Optional.of(
            new MemoryPlan.Part(
                seat.name(),
                engine.name(),
                engine.info().device(),
                planning.weightBytes(),
                planning.workspaceBytes(),
                planning.cacheBytes(),
                residency.stageWise() && seat.part() == FigurePart.DECODER));
  }

  /**
   * What parts need together.
   *
   * @param memory of an engine's device
   * @param failed parts that would not open, and why
   */
  MemoryPlan sum(
      List<MemoryPlan.Part> parts,
      Function<Engine, Optional<DeviceMemory>> memory,
      Map<String, String> failed) {
    Map<String, Engine> devices = new LinkedHashMap<>();
    parts.forEach(part -> devices.computeIfAbsent(part.device(), engines::on));
    List<MemoryPlan.Device> needs =
        devices.entrySet().stream()
            .map(one -> device(one.getKey(), memory.apply(one.getValue()), parts))
            .toList();
    return new MemoryPlan(parts, needs, residency.stageWise(), engines.absent(), failed);
  }

  private MemoryPlan.Device device(
      String name, Optional<DeviceMemory> memory, List<MemoryPlan.Part> parts) {
    OptionalLong free =
        memory.map(one -> OptionalLong.of(one.freeBytes())).orElse(OptionalLong.empty());
    OptionalLong total =
        memory.map(one -> OptionalLong.of(one.totalBytes())).orElse(OptionalLong.empty());
    OptionalLong bound = residency.boundBytes();
    return new MemoryPlan.Device(
        name,
        needed(parts.stream().filter(part -> part.device().equals(name)).toList()),
        total,
        bound.isPresent() && free.isPresent()
            ? OptionalLong.of(Math.min(bound.getAsLong(), free.getAsLong()))
            : bound.isPresent() ? bound : free);
  }

  /** At the worst moment: one part runs, all that are open hold their weights. */
  static long needed(List<MemoryPlan.Part> parts) {
    long kept = 0;
    long largestPutAway = 0;
    long workspace = 0;
    for (MemoryPlan.Part part : parts) {
      kept += part.cacheBytes() + (part.putAway() ? 0 : part.weightBytes());
      largestPutAway = Math.max(largestPutAway, part.putAway() ? part.weightBytes() : 0);
      workspace = Math.max(workspace, part.workspaceBytes());
    }
    return kept + largestPutAway + workspace;
  }
}
