package org.nexusgen.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;

/**
 * The unpacked distribution: {@code lib/} is the framework's class path, {@code bundle/<start
 * level>/*.jar} is what it installs.
 *
 * @param home the folder that holds both
 */
public record Installation(Path home) {
  /** A bundle's file and the start level that its folder names. */
  record Entry(Path jar, int startLevel) {}

  /**
   * Checks the folder.
   *
   * @throws BadInputException if it is no installation
   */
  public Installation {
    home = home.toAbsolutePath().normalize();
    for (String folder : List.of("lib", "bundle")) {
      if (!Files.isDirectory(home.resolve(folder))) {
        throw new BadInputException(
            "no installation of nexusgen: "
                + home
                + " has no folder '"
                + folder
                + "'; give the folder that holds bin, lib and bundle");
      }
    }
  }

  /** The installation whose {@code lib/} holds this class, or the one that a property names. */
  static Installation current() {
    String home = System.getProperty("nexusgen.home");
    if (home != null) {
      return new Installation(Path.of(home));
    }
    var source = Installation.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new BadInputException("no installation of nexusgen: set -Dnexusgen.home=FOLDER");
    }
    return new Installation(
        Path.of(URI.create(source.getLocation().toString())).resolve("../..").normalize());
  }

  Path lib() {
    return home.resolve("lib");
  }

  /** Settings of the parts for all users of this installation. */
  Path conf() {
    return home.resolve("conf");
  }

  /** Jars that are dropped here are started, too. */
  Path deploy() {
    return home.resolve("deploy");
  }

  /** By start level, then by name. */
  List<Entry> bundles() {
    List<Entry> entries = new ArrayList<>();
    for (Path level : list(home.resolve("bundle"))) {
      if (Files.isDirectory(level) && level.getFileName().toString().matches("[0-9]{1,4}")) {
        int startLevel = Integer.parseInt(level.getFileName().toString());
        list(level).stream()
            .filter(jar -> jar.toString().endsWith(".jar"))
            .forEach(jar -> entries.add(new Entry(jar, startLevel)));
      }
    }
    return entries;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
