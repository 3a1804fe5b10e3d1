package org.nexusgen.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of a pipeline, whatever it does. Thread-safe. */
final class Observers {
  /** Held by the classes themselves, so that none is kept from being unloaded. */
  private static final ClassValue<AtomicBoolean> COMPLAINED =
      new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> kind) {
          return new AtomicBoolean();
        }
      };

  private final String instance = Origin.newInstance();
  private final AtomicLong jobs = new AtomicLong();
  private final List<Observer> all = new CopyOnWriteArrayList<>();

  void add(Observer observer) {
    all.add(observer);
  }

  void remove(Observer observer) {
    all.remove(observer);
  }

  void clear() {
    all.clear();
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
        complain(observer, e);
      }
    }
  }

  /** Warns once of each kind: what fails for one event will mostly fail for the next. */
  private static void complain(Observer observer, Throwable failure) {
    Logger log = LoggerFactory.getLogger(Observers.class);
    Class<?> kind = observer.getClass();
    if (COMPLAINED.get(kind).compareAndSet(false, true)) {
      log.warn("observer {} failed; what more of it fails is debug", kind.getName(), failure);
    } else {
      log.debug("observer {} failed again", kind.getName(), failure);
    }
  }
}
