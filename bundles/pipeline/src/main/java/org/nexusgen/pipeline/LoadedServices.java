package org.nexusgen.pipeline;

import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.nexusgen.api.SoundServices;
import org.slf4j.LoggerFactory;

/** Services of a class path or module path; one that cannot be made is left out with a warning. */
final class LoadedServices {
  private LoadedServices() {}

  static <S> void each(Class<S> type, Consumer<S> add) {
    SoundServices.of(
            ServiceLoader.load(type),
            failure ->
                LoggerFactory.getLogger(LoadedServices.class)
                    .warn("a {} is left out: it cannot be made", type.getName(), failure))
        .forEach(add);
  }
}
