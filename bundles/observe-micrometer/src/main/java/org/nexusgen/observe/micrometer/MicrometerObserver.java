package org.nexusgen.observe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Locale;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.nexusgen.api.observe.Tokens;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Counts and times in a registry of Micrometer what pipelines do. In OSGi it takes the registries
 * that are services; by the service loader, or where there is no such service, it takes
 * Micrometer's global one, to which the host adds its own.
 */
@Component
public final class MicrometerObserver implements Observer {
  private static final String KIND = "kind";

  private final Meters meters;

  /** In OSGi, with all registries that there are; made anew when one comes. */
  @Activate
  public MicrometerObserver(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<MeterRegistry> registries) {
    this(one(registries));
  }

  /** With Micrometer's global registry. */
  public MicrometerObserver() {
    this(Metrics.globalRegistry);
  }

  private MicrometerObserver(MeterRegistry registry) {
    this.meters = new Meters(registry);
  }

  /**
   * With a registry of the host, to be given to {@link
   * org.nexusgen.api.NexusGenConfig#withObservers} or registered as a service.
   */
  public static MicrometerObserver of(MeterRegistry registry) {
    return new MicrometerObserver(registry);
  }

  private static MeterRegistry one(List<MeterRegistry> registries) {
    if (registries.isEmpty()) {
      return Metrics.globalRegistry;
    }
    CompositeMeterRegistry all = new CompositeMeterRegistry();
    registries.forEach(all::add);
    return all;
  }

  @Override
  public void observe(Origin origin, Event event) {
    Tags tags = Tags.of("instance", origin.instance());
    switch (event) {
      case Event.JobStarted begun -> {}
      case Event.JobFinished ended -> {
        String outcome = ended.outcome().name().toLowerCase(Locale.ROOT);
        meters.job(
            tags.and("model", origin.model(), "job", origin.job(), "outcome", outcome),
            ended.time());
        ended
            .measures()
            .peakMemory()
            .ifPresent(
                peak -> meters.peakMemory(Tags.of("source", peak.source().word()), peak.bytes()));
      }
      case Event.StageStarted begun -> {}
      case Event.StageFinished ended ->
          meters.stage(tags.and("job", origin.job(), "stage", ended.stage()), ended.time());
      case Event.TokensWritten written -> tokens(tags, written.tokens());
      case Event.StepsDone done -> meters.steps(tags, done.steps());
      case Event.LeaseWaited waited ->
          meters.leaseWait(tags.and("box", waited.box()), waited.time());
      case Event.PartSwapped swapped -> {
        if (!swapped.from().isEmpty()) {
          meters.swap(tags.and("box", swapped.box()), swapped.drain(), swapped.abandoned());
        }
      }
      case Event.CacheAsked asked ->
          meters.cache(tags.and("cache", asked.cache(), "result", asked.hit() ? "hit" : "miss"));
    }
  }

  private void tokens(Tags tags, Tokens tokens) {
    Tags prompt = tags.and(KIND, "prompt");
    Tags text = tags.and(KIND, "text");
    Tags image = tags.and(KIND, "image");
    meters.tokens(prompt, tokens.prompt());
    meters.tokens(text, tokens.text());
    meters.tokens(image, tokens.image());
    meters.tokenRate(prompt, tokens.reading());
    meters.tokenRate(text, tokens.writing());
    meters.tokenRate(image, tokens.imagining());
  }
}
