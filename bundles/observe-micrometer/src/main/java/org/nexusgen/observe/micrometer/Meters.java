package org.nexusgen.observe.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.nexusgen.api.observe.Pace;

/** Names, units and meanings of the meters; {@code docs/observation.md} has them as a table. */
final class Meters {
  private static final String TOKENS = "tokens";
  private static final String STEPS = "steps";

  private final MeterRegistry registry;
  private final Map<Tags, AtomicLong> peaks = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void job(Tags tags, Duration time) {
    record("nexusgen.job", "jobs from their beginning to their end", tags, time);
  }

  void stage(Tags tags, Duration time) {
    record("nexusgen.stage", "stages of jobs, with those inside them", tags, time);
  }

  void tokens(Tags tags, long count) {
    count("nexusgen.tokens", "tokens read, tokens and embeddings written", TOKENS, tags, count);
  }

  void tokenRate(Tags tags, Pace pace) {
    rate("nexusgen.tokens.rate", "tokens and embeddings in a second", TOKENS, tags, pace);
  }

  void steps(Tags tags, Pace pace) {
    count("nexusgen.steps", "steps of the diffusion sampler", STEPS, tags, pace.count());
    rate("nexusgen.steps.rate", "diffusion steps in a second", STEPS, tags, pace);
  }

  void leaseWait(Tags tags, Duration time) {
    record("nexusgen.lease.wait", "waits for a part that is being replaced", tags, time);
  }

  void swap(Tags tags, Duration drain, boolean abandoned) {
    count("nexusgen.swaps", "parts that left or were outranked", "swaps", tags, 1);
    record("nexusgen.swap.drain", "waits for the calls inside a part that leaves", tags, drain);
    count(
        "nexusgen.swaps.abandoned",
        "parts that left with calls inside them",
        "swaps",
        tags,
        abandoned ? 1 : 0);
  }

  void cache(Tags tags) {
    count("nexusgen.cache", "questions to caches", "questions", tags, 1);
  }

  void peakMemory(Tags tags, long bytes) {
    peaks.computeIfAbsent(tags, this::peakGauge).set(bytes);
  }

  private AtomicLong peakGauge(Tags tags) {
    AtomicLong peak = new AtomicLong();
    Gauge.builder("nexusgen.memory.peak", peak, AtomicLong::doubleValue)
        .description("most memory of the process since it began, as of the last job")
        .baseUnit(BaseUnits.BYTES)
        .tags(tags)
        .register(registry);
    return peak;
  }

  private void record(String name, String description, Tags tags, Duration time) {
    Timer.builder(name).description(description).tags(tags).register(registry).record(time);
  }

  private void count(String name, String description, String unit, Tags tags, long count) {
    Counter.builder(name)
        .description(description)
        .baseUnit(unit)
        .tags(tags)
        .register(registry)
        .increment((double) count);
  }

  private void rate(String name, String description, String unit, Tags tags, Pace pace) {
    pace.perSecond()
        .ifPresent(
            rate ->
                DistributionSummary.builder(name)
                    .description(description)
                    .baseUnit(unit + " per second")
                    .tags(tags)
                    .register(registry)
                    .record(rate));
  }
}
