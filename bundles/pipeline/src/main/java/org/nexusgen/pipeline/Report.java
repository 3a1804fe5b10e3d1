package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.tensor.Tensor;

/** Collects how a job goes. Used by the job's thread alone, but for {@link #tell}. */
final class Report {
  /** Not inherited: a part's own threads would keep the report, and its tensors, alive. */
  private static final ThreadLocal<@Nullable Report> CURRENT = new ThreadLocal<>();

  private final Journal.Entry entry;
  private final Tally tally = new Tally();
  private final Map<String, Duration> timings = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> engines = new LinkedHashMap<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  Report(Journal.Entry entry) {
    this.entry = entry;
  }

  /** The report of the job that this thread works for, if it does. */
  static Optional<Report> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Does on this thread what another one began, for its report if it has one. */
  static void as(Optional<Report> report, Runnable work) {
    if (report.isEmpty()) {
      work.run();
      return;
    }
    report
        .get()
        .asCurrent(
            () -> {
              work.run();
              return work;
            });
  }

  /** Runs a stage and adds its time. */
  <T> T timed(String stage, Supplier<T> work) {
    entry.tell(new Event.StageStarted(stage));
    long start = System.nanoTime();
    try {
      return asCurrent(work);
    } finally {
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      timings.merge(stage, time, Duration::plus);
      entry.tell(new Event.StageFinished(stage, time));
    }
  }

  /** What this thread tells meanwhile is this report's. */
  <T> T asCurrent(Supplier<T> work) {
    Report before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** Counts what happened, and lets observers hear of it. */
  void tell(Event event) {
    tally.count(event);
    entry.tell(event);
  }

  void tensor(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  void part(String box, String name, String version) {
    parts.put(box, name + " " + version);
  }

  /** Which engine runs a part; asked at the end, when the part has been opened. */
  void engine(String part, Supplier<Optional<String>> engine) {
    engines.put(part, engine);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  void warnAll(List<String> more) {
    warnings.addAll(more);
  }

  JobReport build() {
    Map<String, String> ran = new LinkedHashMap<>();
    engines.forEach((part, engine) -> engine.get().ifPresent(name -> ran.put(part, name)));
    return new JobReport(
        timings,
        tensors,
        parts,
        new ArrayList<>(warnings),
        tally.measures(entry.swaps(), Optional.of(ProcessMemory.peak())),
        ran);
  }
}
