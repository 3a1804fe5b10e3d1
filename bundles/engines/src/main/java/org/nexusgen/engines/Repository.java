package org.nexusgen.engines;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.nexusgen.api.artifact.ArtifactResolver;

/** From where artifacts come, and where they are kept. */
record Repository(ArtifactResolver resolver) {
  Path fetch(String coordinates) {
    return resolver.resolve(coordinates);
  }

  /**
   * The file that an artifact is in once it was fetched. A resolver that can tell is a function
   * from coordinates to paths as well: {@link ArtifactResolver} has no word for it.
   */
  Optional<Path> place(String coordinates) {
    if (!(resolver instanceof Function<?, ?>)) {
      return Optional.empty();
    }
    @SuppressWarnings("unchecked") // what it takes cannot be looked at; what it gives is
    Function<String, ?> places = (Function<String, ?>) resolver;
    return places.apply(coordinates) instanceof Path path ? Optional.of(path) : Optional.empty();
  }
}
