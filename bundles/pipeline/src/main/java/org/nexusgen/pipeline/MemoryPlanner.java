package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

  MemoryPlan plan(ModelFolder model, SessionSettings session) {
    List<MemoryPlan.Part> parts = new ArrayList<>();
    Map<String, Engine> devices = new LinkedHashMap<>();
    for (PartLine.Seat seat : line.of(model)) {
      Engine engine = engines.of(seat.part());
      plan(seat, engine, new PartContext(model, engine, session))
          .ifPresent(
              part -> {
                parts.add(part);
                devices.putIfAbsent(part.device(), engine);
              });
    }
    List<MemoryPlan.Device> needs =
        devices.entrySet().stream()
            .map(one -> device(one.getKey(), one.getValue(), parts))
            .toList();
    return new MemoryPlan(parts, needs, residency.stageWise(), engines.absent());
  }

  private Optional<MemoryPlan.Part> plan(PartLine.Seat seat, Engine engine, PartContext context) {
    PlanningEngine planning =
        new PlanningEngine(
            engine, PlannedSizes.of(seat.part(), seat.task(), context.model().settings()));
    try {
      seat.visit(new PartContext(context.model(), planning, context.session()));
    } catch (NexusGenException e) {
      return Optional.empty(); // the model lacks it: whoever asks for it will hear so
    }
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

  private MemoryPlan.Device device(String name, Engine engine, List<MemoryPlan.Part> parts) {
    Optional<DeviceMemory> memory = engine.deviceMemory();
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
