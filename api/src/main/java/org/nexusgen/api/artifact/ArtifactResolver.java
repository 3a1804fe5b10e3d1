package org.nexusgen.api.artifact;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Finds what is published under coordinates, and fetches it if it is not here yet. */
@ProviderType
public interface ArtifactResolver {
  /**
   * The jar of one artifact, without those that it depends on.
   *
   * @param coordinates {@code group:artifact:version}, or {@code
   *     group:artifact:extension:classifier:version} for a file beside the main one
   * @return a file that others use, too: read it, leave it
   * @throws org.nexusgen.api.BadInputException if the coordinates are none, or nothing is published
   *     under them; the message says where it was looked for
   * @throws org.nexusgen.api.NexusGenException if it cannot be fetched, or came damaged
   */
  Path resolve(String coordinates);

  /**
   * Where an artifact is kept once it was fetched, be it there yet or not: for room on disks, and
   * to see how far a fetch is. Empty where that is not known.
   *
   * @throws org.nexusgen.api.BadInputException if the coordinates are none
   */
  default Optional<Path> place(String coordinates) {
    return Optional.empty();
  }
}
