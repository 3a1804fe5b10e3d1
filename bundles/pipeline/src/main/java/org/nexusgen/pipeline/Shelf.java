package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory.Swaps;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.config.NearestWord;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.observe.Event;
import org.slf4j.LoggerFactory;

/**
 * The installed services of one box of the figure, best first: by service ranking, then by arrival.
 * They are handed out as leases: who takes a service off the shelf waits for the calls inside it,
 * and calls that come while it is being replaced wait for the next one. Thread-safe.
 *
 * @param <T> the service's type
 */
final class Shelf<T> {
  private record Place<T>(T service, int ranking, Gate gate) {}

  private static final String RANKING = "service.ranking";

  private final String box;
  private final Function<T, String> nameOf;
  private final Supplier<Patience> patience;
  private final Consumer<Event> observer;
  private final List<Consumer<T>> leaving = new CopyOnWriteArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final SwapCounter counter = new SwapCounter();
  private volatile List<Place<T>> places = List.of();

  /** A shelf that nobody observes. */
  Shelf(String box, Function<T, String> nameOf, Supplier<Patience> patience) {
    this(box, nameOf, patience, event -> {});
  }

  /**
   * @param patience asked whenever something has to wait
   * @param observer hears of swaps and of calls that waited
   */
  Shelf(
      String box,
      Function<T, String> nameOf,
      Supplier<Patience> patience,
      Consumer<Event> observer) {
    this.box = box;
    this.nameOf = nameOf;
    this.patience = patience;
    this.observer = observer;
  }

  /**
   * How long a shelf waits.
   *
   * @param drain for the calls inside a service that is taken away
   * @param grace for a service to come back
   */
  record Patience(Duration drain, Duration grace) {}

  void put(T service, Map<String, ?> properties) {
    String name = nameOf.apply(service); // one that cannot even tell its name is left out
    boolean begins;
    T before;
    T after;
    synchronized (this) {
      begins = seen.isEmpty();
      before = best();
      List<Place<T>> more = new ArrayList<>(places);
      more.add(new Place<>(service, ranking(service, properties), new Gate()));
      places = ranked(more);
      after = best();
      seen.add(name);
      counter.arrived();
      notifyAll();
    }
    if (!begins) {
      outranked(before, after);
    }
  }

  /** Ranks a service anew; calls inside it stay. */
  @SuppressWarnings("ReferenceEquality") // a service is itself, whatever its equals says
  void rank(T service, Map<String, ?> properties) {
    T before;
    T after;
    synchronized (this) {
      before = best();
      places =
          ranked(
              places.stream()
                  .map(
                      place ->
                          place.service() == service
                              ? new Place<>(service, ranking(service, properties), place.gate())
                              : place)
                  .toList());
      after = best();
      notifyAll();
    }
    outranked(before, after);
  }

  /** The service that ranks first; null if there is none. */
  private @Nullable T best() {
    List<Place<T>> now = places;
    return now.isEmpty() ? null : now.get(0).service();
  }

  /** Told without the lock: whoever hears it may ask this shelf. */
  @SuppressWarnings("ReferenceEquality") // a service is itself, whatever its equals says
  private void outranked(@Nullable T before, @Nullable T after) {
    if (before != after) {
      swapped(before, after, Gate.Drained.AT_ONCE);
    }
  }

  private void swapped(@Nullable T from, @Nullable T to, Gate.Drained drained) {
    observer.accept(
        new Event.PartSwapped(
            box, label(from), label(to), drained.calls(), drained.time(), !drained.complete()));
  }

  /** Name and version. An engine's version is its library's, which would have to be loaded. */
  private String label(@Nullable T service) {
    if (service == null) {
      return "";
    }
    String name = nameOf.apply(service);
    return service instanceof Engine ? name : name + " " + Figure.versionOf(service);
  }

  private static <T> List<Place<T>> ranked(List<Place<T>> all) {
    return all.stream().sorted(Comparator.comparingInt(place -> -place.ranking())).toList();
  }

  private static int ranking(Object service, Map<String, ?> properties) {
    return properties.get(RANKING) instanceof Integer number ? number : ownRanking(service);
  }

  /** What the service says of itself: all that is known without a service registry. */
  private static int ownRanking(Object service) {
    return service instanceof PartProvider<?> provider ? provider.ranking() : 0;
  }

  /** Takes a service away, after the calls inside it have left. */
  void remove(T service) {
    Gate gate = withdraw(service);
    Duration drain = patience.get().drain();
    Gate.Drained drained = gate == null ? Gate.Drained.AT_ONCE : gate.closeAndDrain(drain);
    counter.left(drained.complete());
    if (!drained.complete()) {
      LoggerFactory.getLogger(Shelf.class)
          .warn(
              "{} '{}' leaves with calls inside it: they did not end within {}",
              box,
              nameOf.apply(service),
              drain);
    }
    leaving.forEach(listener -> listener.accept(service));
    if (gate != null) {
      swapped(service, best(), drained);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a service is itself, whatever its equals says
  private synchronized @Nullable Gate withdraw(T service) {
    Gate gate = null;
    List<Place<T>> fewer = new ArrayList<>();
    for (Place<T> place : places) {
      if (place.service() == service) {
        gate = place.gate();
      } else {
        fewer.add(place);
      }
    }
    places = List.copyOf(fewer);
    return gate;
  }

  /** Hears of every service that was taken away, when no call is inside it any more. */
  void onLeave(Consumer<T> listener) {
    leaving.add(listener);
  }

  /** A call into one of its services was given up. */
  void gaveUp() {
    counter.gaveUp();
  }

  /** How services came and went. */
  Swaps swaps() {
    return counter.of(box);
  }

  String box() {
    return box;
  }

  String nameOf(T service) {
    return nameOf.apply(service);
  }

  List<T> all() {
    return places.stream().map(Place::service).toList();
  }

  /** The best one. */
  Lease<T> first() {
    return first(service -> true, "");
  }

  /** The best one that fits; {@code purpose} is for the message. */
  Lease<T> first(Predicate<T> fits, String purpose) {
    Lease<T> lease = take(fits, () -> !seen().isEmpty());
    if (lease == null) {
      throw new NexusGenException(
          "no %s%s is installed; install a bundle that offers one (installed: %s)"
              .formatted(box, purpose, names(service -> true)));
    }
    return lease;
  }

  /** The best one of that name. */
  Lease<T> named(String name) {
    return named(name, service -> true);
  }

  /** The best one of that name that fits. */
  Lease<T> named(String name, Predicate<T> fits) {
    Predicate<T> wanted = service -> fits.test(service) && nameOf.apply(service).equals(name);
    Lease<T> lease = take(wanted, () -> seen().contains(name));
    if (lease == null) {
      throw new BadInputException(unknown(name, fits));
    }
    return lease;
  }

  /** What {@link #named} would refuse with; empty if one of that name is there that fits. */
  Optional<String> refusal(String name, Predicate<T> fits) {
    return all().stream().anyMatch(one -> fits.test(one) && nameOf.apply(one).equals(name))
        ? Optional.empty()
        : Optional.of(unknown(name, fits));
  }

  private String unknown(String name, Predicate<T> fits) {
    String meant =
        NearestWord.guess(name, all().stream().filter(fits).map(nameOf).toList())
            .map("; did you mean '%s'?"::formatted)
            .orElse("");
    return "unknown %s '%s'; installed: %s%s".formatted(box, name, names(fits), meant);
  }

  /** Enters the best service that fits; waits for one only if there was one before. */
  private @Nullable Lease<T> take(Predicate<T> fits, BooleanSupplier wasThere) {
    Lease<T> lease = enter(places, fits);
    return lease != null || !wasThere.getAsBoolean() ? lease : takeLater(fits);
  }

  private @Nullable Lease<T> takeLater(Predicate<T> fits) {
    long start = System.nanoTime();
    long end = start + patience.get().grace().toNanos();
    try {
      while (true) {
        List<Place<T>> now = places;
        Lease<T> lease = enter(now, fits);
        if (lease != null || !await(now, end)) {
          return lease;
        }
      }
    } finally {
      long nanos = System.nanoTime() - start;
      counter.waited(nanos);
      observer.accept(new Event.LeaseWaited(box, Duration.ofNanos(nanos)));
    }
  }

  private static <T> @Nullable Lease<T> enter(List<Place<T>> places, Predicate<T> fits) {
    for (Place<T> place : places) {
      if (fits.test(place.service()) && place.gate().enter()) {
        return new Lease<>(place.service(), place.gate());
      }
    }
    return null;
  }

  /** Waits until the shelf is another than {@code now}; false when time is up. */
  @SuppressWarnings("ReferenceEquality") // every change makes a new list
  private synchronized boolean await(List<Place<T>> now, long end) {
    try {
      while (places == now) {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
          return false;
        }
        wait(millis);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private synchronized Set<String> seen() {
    return Set.copyOf(seen);
  }

  private String names(Predicate<T> fits) {
    String names =
        all().stream()
            .filter(fits)
            .map(nameOf)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
