package org.nexusgen.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Measures.CacheUse;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.Tokens;

/** Adds up what events tell. Thread-safe: parts are called on other threads than the job's. */
final class Tally {
  private final Map<String, CacheUse> caches = new LinkedHashMap<>();
  private Tokens tokens = Tokens.NONE;
  private Pace steps = Pace.NONE;
  private Pace leaseWaits = Pace.NONE;

  synchronized void count(Event event) {
    switch (event) {
      case Event.TokensWritten written -> tokens = tokens.plus(written.tokens());
      case Event.StepsDone done -> steps = steps.plus(done.steps());
      case Event.LeaseWaited waited -> leaseWaits = leaseWaits.plus(new Pace(1, waited.time()));
      case Event.CacheAsked asked ->
          caches.merge(
              asked.cache(),
              new CacheUse(asked.hit() ? 1 : 0, asked.hit() ? 0 : 1),
              CacheUse::plus);
      case Event.JobStarted begun -> {}
      case Event.JobFinished ended -> {}
      case Event.StageStarted begun -> {}
      case Event.StageFinished ended -> {}
      case Event.PartSwapped swapped -> {} // of the pipeline, not of a job
    }
  }

  /**
   * The sums so far.
   *
   * @param swaps of the pipeline's parts
   */
  synchronized Measures measures(long swaps, Optional<PeakMemory> memory) {
    return new Measures(tokens, steps, leaseWaits, swaps, caches, memory);
  }
}
