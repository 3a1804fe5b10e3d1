package org.nexusgen.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measurements for people and for programs. */
final class BenchReport {
  private static final double MILLIS = 1000;
  private static final double MEGA = 1e6;

  private BenchReport() {}

  static String table(List<Measurement> measurements, Map<String, Long> memory) {
    StringBuilder text = new StringBuilder();
    text.append(line("%-16s %10s %10s %10s  %s%n", "part", "min ms", "median", "max", "what"));
    for (Measurement one : measurements) {
      text.append(
          line(
              "%-16s %10.2f %10.2f %10.2f  %s%n",
              one.name(),
              one.least() * MILLIS,
              one.median() * MILLIS,
              one.most() * MILLIS,
              one.note()));
    }
    memory.forEach(
        (name, bytes) -> text.append(line("memory %-9s %10.0f MB%n", name, bytes / MEGA)));
    return text.toString();
  }

  static String json(
      String engine, int threads, List<Measurement> measurements, Map<String, Long> memory) {
    String parts =
        measurements.stream()
            .map(
                one ->
                    line(
                        "\"%s\":{\"min_s\":%.6f,\"median_s\":%.6f,\"max_s\":%.6f}",
                        one.name(), one.least(), one.median(), one.most()))
            .collect(Collectors.joining(","));
    String bytes =
        memory.entrySet().stream()
            .map(entry -> line("\"%s\":%d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(","));
    return line(
        "{\"engine\":\"%s\",\"threads\":%d,\"parts\":{%s},\"memory_bytes\":{%s}}",
        engine, threads, parts, bytes);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
