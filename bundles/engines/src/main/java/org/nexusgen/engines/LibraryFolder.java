package org.nexusgen.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/** The folder {@code lib} with the libraries of a recipe: whole, or not there. */
record LibraryFolder(Path folder, Recipe recipe) {
  static final long MEGABYTE = 1_000_000;

  private static final String LIB = "lib";

  boolean isComplete() {
    return recipe.sources().stream()
        .flatMap(source -> source.files().stream())
        .allMatch(name -> Files.isRegularFile(folder.resolve(LIB).resolve(name)));
  }

  /**
   * @throws BadInputException if there is something else
   */
  void requireVacant() {
    if (Files.exists(folder)) {
      throw new BadInputException(
          "folder %s: got one that is there and lacks libraries of %s %s, wants none: remove it, or"
                  .formatted(folder, recipe.engine(), recipe.version())
              + " give another one with --to");
    }
  }

  /**
   * @throws NexusGenException if they do not fit on its disk
   */
  void requireSpace() {
    try {
      Files.createDirectories(parent());
      long free = Files.getFileStore(parent()).getUsableSpace();
      if (free < recipe.unpackedBytes()) {
        throw new NexusGenException(
            "disk of %s: got %d MB free, wants %d MB for %s: make room, or give another place with --to"
                .formatted(
                    parent(), free / MEGABYTE, recipe.unpackedBytes() / MEGABYTE, recipe.engine()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + parent(), e);
    }
  }

  /**
   * Unpacks the recipe's files.
   *
   * @param jars of the recipe's sources, in their order
   * @throws NexusGenException if a jar lacks a file; nothing is left then
   */
  void fill(List<Path> jars) {
    try {
      Path unfinished = Files.createTempDirectory(parent(), ".installing");
      try {
        Path lib = Files.createDirectory(unfinished.resolve(LIB));
        for (int i = 0; i < jars.size(); i++) {
          unpack(jars.get(i), recipe.sources().get(i), lib);
        }
        Path whole = unfinished.resolveSibling(unfinished.getFileName() + ".whole");
        // a temporary folder is its owner's alone; an installation is for all
        Files.createDirectory(whole);
        Files.move(lib, whole.resolve(LIB));
        Files.move(whole, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(unfinished);
      }
    } catch (IOException e) {
      throw new NexusGenException(
          "cannot install into %s: %s; make room there or give another place with --to"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static void unpack(Path jar, Recipe.Source source, Path lib) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String name : source.files()) {
        ZipEntry entry =
            zip.stream()
                .filter(one -> one.getName().endsWith("/" + name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new NexusGenException(
                            "%s has no file %s in it: the artifact is another one than expected"
                                .formatted(jar, name)));
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, lib.resolve(name));
        }
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private Path parent() {
    return Objects.requireNonNull(folder.getParent(), "a folder to make has a parent");
  }
}
