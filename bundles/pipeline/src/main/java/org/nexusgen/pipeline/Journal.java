package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Event.Outcome;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;

/** Tells those who observe a model of each of its jobs, from its beginning to its end. */
final class Journal {
  private final Figure figure;
  private final String model;
  private final List<Observer> own;

  /**
   * @param own hear the jobs of this model alone
   */
  Journal(Figure figure, String model, List<Observer> own) {
    this.figure = figure;
    this.model = model;
    this.own = own;
  }

  /**
   * Does a job.
   *
   * @param name of the job
   */
  <T> T keep(String name, Function<Entry, T> job) {
    Entry entry = new Entry(figure.observers.job(model, name), figure.swapsSoFar());
    entry.tell(new Event.JobStarted());
    long start = System.nanoTime();
    Outcome outcome = Outcome.FAILED;
    try {
      T result = job.apply(entry);
      outcome = Outcome.DONE;
      return result;
    } catch (CancelledException e) {
      outcome = Outcome.CANCELLED;
      throw e;
    } finally {
      entry.finish(outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** One job. */
  final class Entry {
    private final Origin origin;
    private final long swapsBefore;
    private final Tally tally = new Tally();

    private Entry(Origin origin, long swapsBefore) {
      this.origin = origin;
      this.swapsBefore = swapsBefore;
    }

    /** Swaps since the job began. */
    long swaps() {
      return figure.swapsSoFar() - swapsBefore;
    }

    void tell(Event event) {
      tally.count(event);
      figure.observers.tell(origin, event);
      Observers.tell(own, origin, event);
    }

    private void finish(Outcome outcome, Duration time) {
      if (figure.observers.isEmpty() && own.isEmpty()) {
        return; // the peak has to be asked of the system
      }
      tell(
          new Event.JobFinished(
              outcome, time, tally.measures(swaps(), Optional.of(ProcessMemory.peak()))));
    }
  }
}
