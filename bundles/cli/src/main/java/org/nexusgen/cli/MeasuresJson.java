package org.nexusgen.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.Tokens;

/** Measures as they stand in results; {@code docs/observation.md} explains each key. */
final class MeasuresJson {
  private static final String SECONDS = "seconds";
  private static final double NANOS = 1e9;

  private MeasuresJson() {}

  static Map<String, Object> of(Measures measures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tokens", tokens(measures.tokens()));
    Map<String, Object> steps = counted(measures.steps());
    putRate(steps, "per_second", measures.steps());
    json.put("steps", steps);
    json.put("lease_waits", counted(measures.leaseWaits()));
    json.put("swaps", measures.swaps());
    Map<String, Object> caches = new LinkedHashMap<>();
    measures
        .caches()
        .forEach(
            (cache, use) -> caches.put(cache, pair("hits", use.hits(), "misses", use.misses())));
    json.put("caches", caches);
    measures
        .peakMemory()
        .ifPresent(
            peak ->
                json.put(
                    "peak_memory", pair("bytes", peak.bytes(), "source", peak.source().word())));
    return json;
  }

  private static Map<String, Object> tokens(Tokens tokens) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("prompt", tokens.prompt());
    json.put("text", tokens.text());
    json.put("image", tokens.image());
    json.put(SECONDS, tokens.time().toNanos() / NANOS);
    putRate(json, "read_per_second", tokens.reading());
    putRate(json, "written_per_second", tokens.writing());
    putRate(json, "imagined_per_second", tokens.imagining());
    return json;
  }

  private static Map<String, Object> counted(Pace pace) {
    return pair("count", pace.count(), SECONDS, pace.seconds());
  }

  /** In this order, as all keys of a result are. */
  private static Map<String, Object> pair(String first, Object one, String second, Object other) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(first, one);
    json.put(second, other);
    return json;
  }

  /** A rate that was not measured is left out. */
  private static void putRate(Map<String, Object> json, String key, Pace pace) {
    pace.perSecond().ifPresent(rate -> json.put(key, rate));
  }
}
