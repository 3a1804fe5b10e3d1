package org.nexusgen.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.Tokens;

@DisplayName("Micrometer's registry")
class MicrometerObserverTest {
  private static final Origin JOB = new Origin("1", "mini", "generate", 3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Observer observer = MicrometerObserver.of(registry);

  @Test
  @DisplayName("times jobs by outcome and stages by job")
  void times() {
    for (Event.Outcome outcome : Event.Outcome.values()) {
      observer.observe(JOB, new Event.JobStarted());
      observer.observe(JOB, new Event.StageStarted("paint"));
      observer.observe(JOB, new Event.StageFinished("paint", SECOND));
      observer.observe(JOB, new Event.JobFinished(outcome, Duration.ofSeconds(2), measures()));
    }
    Timer done =
        registry
            .get("nexusgen.job")
            .tags("instance", "1", "model", "mini", "job", "generate", "outcome", "done")
            .timer();
    assertThat(done.count()).isEqualTo(1);
    assertThat(done.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    Timer paint = registry.get("nexusgen.stage").tags("job", "generate", "stage", "paint").timer();
    assertThat(paint.count()).isEqualTo(3);
    assertThat(registry.get("nexusgen.memory.peak").tag("source", "resident").gauge().value())
        .isEqualTo(4096);
  }

  @Test
  @DisplayName("counts tokens and steps, and has their rates")
  void counts() {
    Pace none = Pace.NONE;
    Tokens tokens = new Tokens(20, 6, 4, SECOND, new Pace(20, SECOND), new Pace(5, SECOND), none);
    observer.observe(JOB, new Event.TokensWritten(tokens));
    observer.observe(JOB, new Event.TokensWritten(tokens));
    observer.observe(JOB, new Event.StepsDone(new Pace(50, Duration.ofSeconds(2))));
    assertThat(count("nexusgen.tokens", "kind", "prompt")).isEqualTo(40);
    assertThat(count("nexusgen.tokens", "kind", "text")).isEqualTo(12);
    assertThat(count("nexusgen.tokens", "kind", "image")).isEqualTo(8);
    assertThat(registry.get("nexusgen.tokens.rate").tag("kind", "text").summary().max())
        .isEqualTo(5);
    assertThat(registry.find("nexusgen.tokens.rate").tag("kind", "image").summary()).isNull();
    assertThat(registry.get("nexusgen.steps").counter().count()).isEqualTo(50);
    assertThat(registry.get("nexusgen.steps.rate").summary().mean()).isEqualTo(25);
  }

  @Test
  @DisplayName("counts waits, swaps and caches")
  void events() {
    Origin pipeline = Origin.pipeline("1");
    observer.observe(JOB, new Event.LeaseWaited("decoder", Duration.ofMillis(5)));
    observer.observe(
        pipeline, new Event.PartSwapped("decoder", "flux 1", "flux 2", 3, SECOND, true));
    observer.observe(
        pipeline, new Event.PartSwapped("decoder", "", "flux 3", 0, Duration.ZERO, false));
    observer.observe(JOB, new Event.CacheAsked("weights", true));
    observer.observe(JOB, new Event.CacheAsked("weights", false));
    assertThat(registry.get("nexusgen.lease.wait").tag("box", "decoder").timer().count())
        .isEqualTo(1);
    assertThat(count("nexusgen.swaps", "box", "decoder")).isEqualTo(1);
    assertThat(count("nexusgen.swaps.abandoned", "box", "decoder")).isEqualTo(1);
    assertThat(registry.get("nexusgen.swap.drain").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(1);
    assertThat(count("nexusgen.cache", "result", "hit")).isEqualTo(1);
    assertThat(count("nexusgen.cache", "result", "miss")).isEqualTo(1);
  }

  @Test
  @DisplayName("keeps two pipelines apart")
  void instances() {
    observer.observe(JOB, new Event.CacheAsked("weights", true));
    Origin other = new Origin("2", "mini", "generate", 1);
    observer.observe(other, new Event.CacheAsked("weights", true));
    observer.observe(other, new Event.CacheAsked("weights", true));
    assertThat(count("nexusgen.cache", "instance", "1")).isEqualTo(1);
    assertThat(count("nexusgen.cache", "instance", "2")).isEqualTo(2);
  }

  @Test
  @DisplayName("is the global one for the service loader, and all that are services in OSGi")
  void registries() {
    Observer found = ServiceLoader.load(Observer.class).findFirst().orElseThrow();
    Metrics.addRegistry(registry);
    try {
      found.observe(JOB, new Event.CacheAsked("weights", true));
      assertThat(count("nexusgen.cache", "cache", "weights")).isEqualTo(1);
      new MicrometerObserver(List.of()).observe(JOB, new Event.CacheAsked("weights", true));
      assertThat(count("nexusgen.cache", "cache", "weights")).isEqualTo(2);
    } finally {
      Metrics.removeRegistry(registry);
      Metrics.globalRegistry.clear();
    }
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    new MicrometerObserver(List.of(registry, second))
        .observe(JOB, new Event.CacheAsked("empty prompt", true));
    assertThat(count("nexusgen.cache", "cache", "empty prompt")).isEqualTo(1);
    assertThat(second.get("nexusgen.cache").counter().count()).isEqualTo(1);
  }

  private double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  private static Measures measures() {
    return new Measures(
        Tokens.NONE,
        Pace.NONE,
        Pace.NONE,
        0,
        Map.of(),
        Optional.of(new PeakMemory(4096, PeakMemory.Source.RESIDENT)));
  }
}
