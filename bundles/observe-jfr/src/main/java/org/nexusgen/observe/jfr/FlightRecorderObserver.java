package org.nexusgen.observe.jfr;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import jdk.jfr.FlightRecorder;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.Tokens;
import org.osgi.service.component.annotations.Component;

/**
 * Writes what a pipeline does to the flight recorder. Jobs and stages have their true beginnings,
 * so that they nest in a timeline; what is told when it is over is an event without duration, with
 * its time as a field. As long as nothing is recorded, no event class is even loaded.
 */
@Component
public final class FlightRecorderObserver implements Observer {
  /** What began on a thread and has not ended. */
  private final ThreadLocal<Deque<NexusGenEvent>> open = ThreadLocal.withInitial(ArrayDeque::new);

  @Override
  public void observe(Origin origin, Event event) {
    if (FlightRecorder.isInitialized()) {
      write(origin, event);
    }
  }

  private void write(Origin origin, Event event) {
    switch (event) {
      case Event.JobStarted begun -> begin(origin, new RequestEvent());
      case Event.JobFinished ended -> end(ended);
      case Event.StageStarted begun -> {
        StageEvent stage = new StageEvent();
        stage.stage = begun.stage();
        begin(origin, stage);
      }
      case Event.StageFinished ended -> end(ended);
      case Event.TokensWritten written -> commit(origin, generation(written.tokens()));
      case Event.StepsDone done -> commit(origin, sampling(done.steps()));
      case Event.LeaseWaited waited -> commit(origin, wait(waited));
      case Event.PartSwapped swapped -> commit(origin, swap(swapped));
      case Event.CacheAsked asked -> commit(origin, cache(asked));
    }
  }

  private void begin(Origin origin, NexusGenEvent event) {
    event.of(origin);
    event.begin();
    open.get().push(event);
  }

  /** Ends the job of this thread, and with it whatever a recording that began late has missed. */
  private void end(Event.JobFinished ended) {
    Deque<NexusGenEvent> begun = open.get();
    NexusGenEvent event = begun.poll();
    while (event instanceof StageEvent) {
      event = begun.poll();
    }
    if (event instanceof RequestEvent request) {
      request.outcome = ended.outcome().name().toLowerCase(Locale.ROOT);
      request.swaps = ended.measures().swaps();
      ended.measures().peakMemory().ifPresent(peak -> request.peakMemory = peak.bytes());
      request.commit();
    }
    if (begun.isEmpty()) {
      open.remove();
    }
  }

  private void end(Event.StageFinished ended) {
    if (open.get().peek() instanceof StageEvent stage && stage.stage.equals(ended.stage())) {
      open.get().pop();
      stage.commit();
    }
  }

  private static void commit(Origin origin, NexusGenEvent event) {
    event.of(origin);
    event.commit();
  }

  private static GenerationEvent generation(Tokens tokens) {
    GenerationEvent event = new GenerationEvent();
    event.promptTokens = tokens.prompt();
    event.textTokens = tokens.text();
    event.imageTokens = tokens.image();
    event.time = tokens.time().toNanos();
    event.readRate = rate(tokens.reading());
    event.writingRate = rate(tokens.writing());
    event.imaginingRate = rate(tokens.imagining());
    return event;
  }

  private static SamplingEvent sampling(Pace steps) {
    SamplingEvent event = new SamplingEvent();
    event.steps = steps.count();
    event.time = steps.time().toNanos();
    event.rate = rate(steps);
    return event;
  }

  private static double rate(Pace pace) {
    return pace.perSecond().orElse(0);
  }

  private static LeaseWaitEvent wait(Event.LeaseWaited waited) {
    LeaseWaitEvent event = new LeaseWaitEvent();
    event.box = waited.box();
    event.time = waited.time().toNanos();
    return event;
  }

  private static SwapEvent swap(Event.PartSwapped swapped) {
    SwapEvent event = new SwapEvent();
    event.box = swapped.box();
    event.from = swapped.from();
    event.to = swapped.to();
    event.drainedCalls = swapped.drainedCalls();
    event.drain = swapped.drain().toNanos();
    event.abandoned = swapped.abandoned();
    return event;
  }

  private static CacheEvent cache(Event.CacheAsked asked) {
    CacheEvent event = new CacheEvent();
    event.cache = asked.cache();
    event.hit = asked.hit();
    return event;
  }
}
