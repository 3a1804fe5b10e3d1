package org.nexusgen.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.slf4j.LoggerFactory;

/** Those who hear of a pipeline, whatever it does. Thread-safe. */
final class Observers {
  private final String instance = Origin.newInstance();
  private final AtomicLong jobs = new AtomicLong();
  private final List<Observer> all = new CopyOnWriteArrayList<>();

  void add(Observer observer) {
    all.add(observer);
  }

  void remove(Observer observer) {
    all.remove(observer);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** A job that begins now. */
  Origin job(String model, String name) {
    return new Origin(instance, model, name, jobs.incrementAndGet());
  }

  /** Tells what belongs to no job. */
  void tell(Event event) {
    if (!all.isEmpty()) {
      tell(Origin.pipeline(instance), event);
    }
  }

  void tell(Origin origin, Event event) {
    tell(all, origin, event);
  }

  /** Tells each one; what it throws ends nothing. */
  static void tell(List<Observer> observers, Origin origin, Event event) {
    for (Observer observer : observers) {
      try {
        observer.observe(origin, event);
      } catch (RuntimeException | LinkageError e) { // its bundle may be leaving
        LoggerFactory.getLogger(Observers.class)
            .warn("observer {} failed", observer.getClass().getName(), e);
      }
    }
  }
}
