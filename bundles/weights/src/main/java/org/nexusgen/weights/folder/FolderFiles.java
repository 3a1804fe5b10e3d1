package org.nexusgen.weights.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.weights.store.Shown;

/**
 * Where a model's files lie: in its folder, and in {@code FLUX/FLUX.1-dev} inside or beside it. The
 * reference's {@code flux_path} is the folder that both share.
 */
final class FolderFiles {
  private static final Path FLUX = Path.of("FLUX", "FLUX.1-dev");

  private final Path root;
  private final List<Path> fluxFolders;

  FolderFiles(Path folder) {
    this.root = folder.toAbsolutePath().normalize();
    SequencedSet<Path> candidates = new LinkedHashSet<>();
    candidates.add(root.resolve(FLUX));
    candidates.add(root.resolveSibling(FLUX));
    try {
      candidates.add(root.toRealPath().resolveSibling(FLUX)); // the folder itself may be a link
    } catch (IOException e) {
      throw new BadInputException("%s is no folder that can be read".formatted(folder), e);
    }
    this.fluxFolders = List.copyOf(candidates);
  }

  Path root() {
    return root;
  }

  /** Whether there is a FLUX folder inside the model; one beside it may belong to another. */
  boolean hasOwnFlux() {
    return Files.isDirectory(root.resolve(FLUX));
  }

  /** The first of the places where a file exists. */
  Optional<Path> find(String relative) {
    return places(relative)
        .map(folder -> folder.resolve(relative))
        .filter(this::isFile)
        .findFirst();
  }

  /** The first of several names that exists, whatever the place. */
  Optional<Path> findAny(List<String> names) {
    return names.stream().map(this::find).flatMap(Optional::stream).findFirst();
  }

  /** For messages: the names, and the folders in which they were looked for. */
  String lookedFor(List<String> names) {
    List<String> folders = new ArrayList<>();
    folders.add(root.toString());
    names.stream()
        .flatMap(this::places)
        .distinct()
        .skip(1)
        .map(Path::toString)
        .forEach(folders::add);
    return "%s in %s".formatted(String.join(", ", names), String.join(" and ", folders));
  }

  private boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  // A JSON file at the top describes the model itself: a FLUX folder's must not stand in for it.
  private Stream<Path> places(String relative) {
    Path path = checked(relative);
    boolean ownOnly = path.getNameCount() == 1 && relative.endsWith(".json");
    return ownOnly ? Stream.of(root) : Stream.concat(Stream.of(root), fluxFolders.stream());
  }

  private static Path checked(String relative) {
    try {
      Path path = Path.of(relative);
      if (!path.isAbsolute() && !path.normalize().startsWith("..")) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new BadInputException(Shown.quoted(relative) + " is no file name", e);
    }
    throw new BadInputException(Shown.quoted(relative) + " lies outside the model's folder");
  }
}
