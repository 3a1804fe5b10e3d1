package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.ModelFolder;

/**
 * Whether what a job is about to use fits beside the parts that earlier jobs have opened, or that
 * others under way are about to. Looks at a device before anything of the model is on it, and not
 * again while something may be. Thread-safe.
 */
final class MemoryBudget {
  private final MemoryPlanner planner;
  private final Residency residency;
  private final ModelFolder model;
  private final SessionSettings session;
  private final Map<PartLine.Seat, MemoryPlan.Part> used = new LinkedHashMap<>();
  private final IdentityHashMap<Object, Set<PartLine.Seat>> underWay = new IdentityHashMap<>();
  private final Map<Need, Optional<MemoryPlan.Part>> known = new HashMap<>();
  private final Map<String, DeviceMemory> devices = new HashMap<>();

  MemoryBudget(
      MemoryPlanner planner, Residency residency, ModelFolder model, SessionSettings session) {
    this.planner = planner;
    this.residency = residency;
    this.model = model;
    this.session = session;
  }

  /**
   * A part that a job will use.
   *
   * @param sizes of its largest run
   */
  record Need(PartLine.Seat seat, Map<String, Long> sizes) {}

  /**
   * Makes sure that there is room.
   *
   * @param job for which it is, until its {@link #end}
   * @param opened tells the providers of the parts that are open
   * @throws BadInputException if something does not fit; the message says what would
   */
  synchronized void require(Object job, List<Need> needs, Supplier<Set<PartProvider<?>>> opened) {
    Set<PartProvider<?>> open = opened.get();
    forget(open);
    Map<PartLine.Seat, MemoryPlan.Part> together = new LinkedHashMap<>();
    used.forEach(
        (seat, part) -> {
          if (underWay.values().stream().anyMatch(seats -> seats.contains(seat))) {
            together.put(seat, part);
          } else if (open.contains(seat.provider())) {
            together.put(seat, withoutWorkspace(part)); // whose run is over
          }
        });
    for (Need need : needs) {
      planned(need).ifPresent(part -> together.merge(need.seat(), part, MemoryBudget::larger));
    }
    MemoryPlan plan = planner.sum(new ArrayList<>(together.values()), this::memory, Map.of());
    MemoryRefusal.check(plan, residency, session.weightPrecision());
    used.clear();
    used.putAll(together);
    Set<PartLine.Seat> mine = underWay.computeIfAbsent(job, any -> new HashSet<>());
    needs.forEach(need -> mine.add(need.seat()));
  }

  /** A job has ended: what it did not open it will not. */
  synchronized void end(Object job) {
    underWay.remove(job);
  }

  /** What was true when nothing was open may no longer be. */
  private void forget(Set<PartProvider<?>> open) {
    if (underWay.isEmpty()) {
      known.keySet().removeIf(need -> !open.contains(need.seat().provider()));
      if (open.isEmpty()) {
        devices.clear();
      }
    }
  }

  private Optional<MemoryPlan.Part> planned(Need need) {
    Optional<MemoryPlan.Part> part = known.get(need);
    if (part == null) {
      try {
        part = planner.part(need.seat(), need.sizes(), model, session);
      } catch (CancelledException e) {
        throw e;
      } catch (NexusGenException e) {
        return Optional.empty(); // whoever opens it will hear so
      }
      known.put(need, part);
    }
    return part;
  }

  private Optional<DeviceMemory> memory(Engine engine) {
    String device = engine.info().device();
    Optional<DeviceMemory> there =
        Optional.ofNullable(devices.get(device)).or(engine::deviceMemory);
    there.ifPresent(memory -> devices.put(device, memory));
    return there;
  }

  private static MemoryPlan.Part larger(MemoryPlan.Part one, MemoryPlan.Part other) {
    return one.workspaceBytes() > other.workspaceBytes() ? one : other;
  }

  private static MemoryPlan.Part withoutWorkspace(MemoryPlan.Part part) {
    return new MemoryPlan.Part(
        part.name(),
        part.engine(),
        part.device(),
        part.weightBytes(),
        0,
        part.cacheBytes(),
        part.putAway());
  }
}
