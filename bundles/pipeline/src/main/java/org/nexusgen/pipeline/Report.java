package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.tensor.Tensor;

/** Collects how a job goes. Used by the job's thread alone. */
final class Report {
  private final Map<String, Duration> timings = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Runs a stage and adds its time. */
  <T> T timed(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      timings.merge(stage, Duration.ofNanos(System.nanoTime() - start), Duration::plus);
    }
  }

  void tensor(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  void part(String box, String name, String version) {
    parts.put(box, name + " " + version);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  void warnAll(List<String> more) {
    warnings.addAll(more);
  }

  JobReport build() {
    return new JobReport(timings, tensors, parts, new ArrayList<>(warnings));
  }
}
