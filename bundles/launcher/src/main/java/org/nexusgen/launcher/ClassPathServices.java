package org.nexusgen.launcher;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Services of the platform's own class path, such as engines. One that cannot be made, for want of
 * its native libraries or anything else, is set aside with the reason; the others go on.
 *
 * @param loader of the class path
 * @param complaints a line for each service that was set aside
 */
record ClassPathServices(ClassLoader loader, List<String> complaints) {
  /** A damaged class path may break the search itself again and again. */
  private static final int MOST_FAILURES = 100;

  /** A service and its name. */
  record Named<S>(String name, S service) {}

  /**
   * All services of a type.
   *
   * @param kind for messages: "engine"
   */
  <S> List<Named<S>> all(Class<S> type, String kind, Function<S, String> nameOf) {
    List<Named<S>> all = new ArrayList<>();
    Iterator<ServiceLoader.Provider<S>> providers =
        ServiceLoader.load(type, loader).stream().iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      String who = kind;
      try {
        if (!providers.hasNext()) {
          break;
        }
        ServiceLoader.Provider<S> provider = providers.next();
        who = kind + " " + provider.type().getName();
        S service = provider.get();
        all.add(new Named<>(nameOf.apply(service), service));
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures++;
        complaints.add(
            "%s is set aside: %s; mend or remove its jar in lib".formatted(who, reason(e)));
      }
    }
    return all;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
