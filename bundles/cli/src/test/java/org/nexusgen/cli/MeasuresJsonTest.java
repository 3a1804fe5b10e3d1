package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Measures.CacheUse;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.Tokens;

@DisplayName("Measures as JSON")
class MeasuresJsonTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @DisplayName("have counts, seconds and rates")
  void all() {
    Tokens tokens =
        new Tokens(
            20,
            6,
            4,
            Duration.ofSeconds(2),
            new Pace(20, Duration.ofMillis(500)),
            new Pace(5, Duration.ofMillis(250)),
            new Pace(4, SECOND));
    Measures measures =
        new Measures(
            tokens,
            new Pace(50, Duration.ofSeconds(4)),
            new Pace(1, Duration.ofMillis(30)),
            2,
            Map.of("weights", new CacheUse(7, 1)),
            Optional.of(new PeakMemory(4096, PeakMemory.Source.RESIDENT)));

    assertThat(MeasuresJson.of(measures))
        .isEqualTo(
            Map.of(
                "tokens",
                Map.of(
                    "prompt", 20L,
                    "text", 6L,
                    "image", 4L,
                    "seconds", 2.0,
                    "read_per_second", 40.0,
                    "written_per_second", 20.0,
                    "imagined_per_second", 4.0),
                "steps",
                Map.of("count", 50L, "seconds", 4.0, "per_second", 12.5),
                "lease_waits",
                Map.of("count", 1L, "seconds", 0.03),
                "swaps",
                2L,
                "caches",
                Map.of("weights", Map.of("hits", 7L, "misses", 1L)),
                "peak_memory",
                Map.of("bytes", 4096L, "source", "resident")));
  }

  @Test
  @DisplayName("leave out what was not measured")
  void nothing() {
    assertThat(MeasuresJson.of(Measures.NONE))
        .containsOnlyKeys("tokens", "steps", "lease_waits", "swaps", "caches");
    assertThat(MeasuresJson.of(Measures.NONE).get("steps"))
        .isEqualTo(Map.of("count", 0L, "seconds", 0.0));
  }
}
