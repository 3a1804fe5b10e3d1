package org.nexusgen.engines;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nexusgen.api.artifact.ArtifactResolver;

/** What an installation is about to do: its user should know before they agree. */
record Plan(LibraryFolder target, ArtifactResolver repository) {
  private static final String OTHER_REPOSITORY =
      "have the local repository elsewhere (localRepository in Maven's settings)";

  void show(PrintWriter err) {
    for (Recipe.Source one : recipe().sources()) {
      Optional<Path> place = repository.place(one.coordinates());
      String where =
          isKept(one)
              ? "is in your local Maven repository"
              : place
                  .map(path -> "is fetched into " + path.getParent())
                  .orElse("is fetched, unless it is in your local Maven repository");
      err.println(
          "%s (%d MB) %s"
              .formatted(one.coordinates(), Meter.megabytes(one.downloadBytes()), where));
    }
    err.println(
        "%d libraries (%d MB) are unpacked into %s"
            .formatted(
                recipe().libraries().count(),
                Meter.megabytes(recipe().unpackedBytes()),
                target.folder()));
  }

  /**
   * @throws org.nexusgen.api.NexusGenException if it does not fit on the disks
   */
  void requireSpace() {
    DiskSpace space = new DiskSpace();
    space.want(target.folder(), recipe().unpackedBytes(), "give another place with --to");
    for (Recipe.Source one : recipe().sources()) {
      if (!isKept(one)) {
        repository
            .place(one.coordinates())
            .ifPresent(place -> space.want(place, one.downloadBytes(), OTHER_REPOSITORY));
      }
    }
    space.require(recipe().engine());
  }

  private boolean isKept(Recipe.Source source) {
    return repository.place(source.coordinates()).filter(Files::isRegularFile).isPresent();
  }

  private Recipe recipe() {
    return target.recipe();
  }
}
