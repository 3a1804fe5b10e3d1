package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * The installed services of one box of the figure, best first: by service ranking, then by arrival.
 * Thread-safe.
 *
 * @param <T> the service's type
 */
final class Shelf<T> {
  private record Place<T>(T service, int ranking) {}

  private static final String RANKING = "service.ranking";

  private final String box;
  private final Function<T, String> nameOf;
  private volatile List<Place<T>> places = List.of();

  Shelf(String box, Function<T, String> nameOf) {
    this.box = box;
    this.nameOf = nameOf;
  }

  synchronized void put(T service, Map<String, ?> properties) {
    List<Place<T>> more = new ArrayList<>(places);
    int ranking = properties.get(RANKING) instanceof Integer number ? number : 0;
    more.add(new Place<>(service, ranking));
    more.sort(Comparator.comparingInt(place -> -place.ranking()));
    places = List.copyOf(more);
  }

  synchronized void remove(T service) {
    places = places.stream().filter(place -> place.service() != service).toList();
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
  T first() {
    return first(service -> true, "");
  }

  /** The best one that fits; {@code purpose} is for the message. */
  T first(Predicate<T> fits, String purpose) {
    return all().stream()
        .filter(fits)
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "no %s%s is installed; install a bundle that offers one"
                        .formatted(box, purpose)));
  }

  /** The best one of that name. */
  T named(String name) {
    return named(name, service -> true);
  }

  /** The best one of that name that fits. */
  T named(String name, Predicate<T> fits) {
    List<T> candidates = all().stream().filter(fits).toList();
    return candidates.stream()
        .filter(service -> nameOf.apply(service).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown %s '%s'; installed: %s".formatted(box, name, names(candidates))));
  }

  private String names(List<T> services) {
    return services.isEmpty()
        ? "none"
        : services.stream().map(nameOf).distinct().sorted().collect(Collectors.joining(", "));
  }
}
