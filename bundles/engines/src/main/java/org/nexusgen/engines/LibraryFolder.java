package org.nexusgen.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/** The folder {@code lib} with the libraries of a recipe: whole, or not there. */
record LibraryFolder(Path folder, Recipe recipe) {
  static final String LIB = "lib";

  private static final String ANOTHER = "give another one with --to";

  boolean isComplete() {
    return fault().isEmpty();
  }

  /**
   * Where it is made ready: beside it, or, as it may be a mount or a link, in it if it is there.
   */
  Path workplace() {
    return Files.isDirectory(folder)
        ? folder
        : Objects.requireNonNull(folder.getParent(), "a folder to make has a parent");
  }

  /** Deletes what installations left that were killed, wherever they were at work. */
  void sweep() {
    Unfinished.sweep(folder);
    if (folder.getParent() != null) {
      Unfinished.sweep(folder.getParent());
    }
  }

  /**
   * @throws BadInputException if there is something else
   */
  void requireVacant() {
    new Place(folder).requireWritable("folder", ANOTHER);
    if (!Files.isDirectory(folder) || entries(folder).allMatch(Unfinished::isOne)) {
      return;
    }
    // only what nobody but an installation can have made may be thrown away
    throw new BadInputException(
        isNothingElse()
            ? "folder %s: %s of %s %s: remove that folder and install again, or %s"
                .formatted(folder, fault().orElse(""), recipe.engine(), recipe.version(), ANOTHER)
            : "folder %s: got one with other files in it, wants none, an empty one or one with the"
                    .formatted(folder)
                + " libraries of %s %s (%s): %s"
                    .formatted(recipe.engine(), recipe.version(), fault().orElse(""), ANOTHER));
  }

  /** The first library that is not as the recipe says. */
  private Optional<String> fault() {
    return recipe.libraries().flatMap(one -> fault(one).stream()).findFirst();
  }

  private Optional<String> fault(Recipe.Library library) {
    Path file = folder.resolve(LIB).resolve(library.name());
    String name = LIB + "/" + library.name();
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of("%s: got none, wants %d bytes".formatted(name, library.bytes()));
      }
      long bytes = Files.size(file);
      return bytes == library.bytes()
          ? Optional.empty()
          : Optional.of("%s: got %d bytes, wants %d".formatted(name, bytes, library.bytes()));
    } catch (IOException e) {
      return Optional.of("%s: got %s, wants that file".formatted(name, IoErrors.reason(e)));
    }
  }

  private boolean isNothingElse() {
    Path lib = folder.resolve(LIB);
    List<String> known = recipe.libraries().map(Recipe.Library::name).toList();
    return Files.isDirectory(lib)
        && entries(folder).allMatch(one -> one.equals(lib) || Unfinished.isOne(one))
        && entries(lib).allMatch(one -> known.contains(String.valueOf(one.getFileName())));
  }

  private static Stream<Path> entries(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new NexusGenException(
          "folder %s: cannot be read: %s; %s".formatted(folder, IoErrors.reason(e), ANOTHER), e);
    }
  }
}
