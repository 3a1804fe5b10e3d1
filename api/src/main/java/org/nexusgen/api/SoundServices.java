package org.nexusgen.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Services of a class path or module path that can be made. One that cannot, for want of its native
 * libraries, of what it needs on the path, or of anything else, is set aside; the others go on.
 */
public final class SoundServices {
  /** A damaged path may break the search itself again and again. */
  private static final int MOST_FAILURES = 100;

  private SoundServices() {}

  /**
   * All services that can be made, in the loader's order.
   *
   * @param loader of the caller, whose module says what it uses
   * @param setAside hears why each of the others cannot be made
   */
  public static <S> List<S> of(ServiceLoader<S> loader, Consumer<? super Throwable> setAside) {
    List<S> sound = new ArrayList<>();
    Iterator<S> services = loader.iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!services.hasNext()) {
          break;
        }
        sound.add(services.next());
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures++;
        setAside.accept(e);
      }
    }
    return sound;
  }
}
