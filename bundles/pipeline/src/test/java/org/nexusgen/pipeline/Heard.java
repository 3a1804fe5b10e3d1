package org.nexusgen.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;

/** Keeps what it hears, and on which thread. */
final class Heard implements Observer {
  /** One event. */
  record Told(Origin origin, Event event, Thread thread) {}

  final List<Told> all = new CopyOnWriteArrayList<>();

  @Override
  public void observe(Origin origin, Event event) {
    all.add(new Told(origin, event, Thread.currentThread()));
  }

  <E extends Event> List<E> events(Class<E> kind) {
    return all.stream().map(Told::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  <E extends Event> Stream<Origin> origins(Class<E> kind) {
    return all.stream().filter(told -> kind.isInstance(told.event())).map(Told::origin);
  }
}
