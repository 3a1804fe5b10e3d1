package org.nexusgen.decoder.preview;

import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.NexusGenException;

/** Services of the class path or module path. */
final class Found {
  private Found() {}

  static <S> S only(Class<S> service) {
    return all(service).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "preview: no service %s; add the module that offers it"
                        .formatted(service.getName())));
  }

  static <S> List<S> all(Class<S> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
