package org.nexusgen.engine.tensorrt;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;

/** The jars of the worker: those of this process, and what only the worker loads. */
final class WorkerClassPath {
  private WorkerClassPath() {}

  /**
   * @param more entries that come first
   * @param edition whose jars lie in a folder beside this module's, which this process never sees
   */
  static List<Path> of(String more, Edition edition) {
    Set<Path> entries = new LinkedHashSet<>(split(more));
    Optional<Path> own = own();
    own.ifPresent(jar -> entries.addAll(beside(jar, edition.jars())));
    entries.addAll(split(System.getProperty("java.class.path", "")));
    entries.addAll(jars(split(System.getProperty("jdk.module.path", ""))));
    if (own.isEmpty() && more.isEmpty()) {
      throw new NexusGenException(
          ("engine %1$s: the jars for its worker process are not known in this container; set"
                  + " %1$s.workerPath to a class path with lib/*.jar and lib/%2$s/*.jar of the"
                  + " distribution")
              .formatted(edition.engine(), edition.jars()));
    }
    return List.copyOf(entries);
  }

  private static List<Path> split(String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  private static Optional<Path> own() {
    CodeSource source = WorkerClassPath.class.getProtectionDomain().getCodeSource();
    try {
      return source == null || !source.getLocation().getProtocol().equals("file")
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether the jars that only the worker loads lie beside this module's. */
  static boolean hasOwn(Edition edition) {
    return own()
        .map(jar -> jar.resolveSibling(edition.jars()))
        .filter(Files::isDirectory)
        .isPresent();
  }

  private static List<Path> beside(Path jar, String name) {
    List<Path> entries = new ArrayList<>(List.of(jar));
    Path folder = jar.resolveSibling(name);
    if (Files.isRegularFile(jar) && Files.isDirectory(folder)) {
      entries.addAll(jars(List.of(folder)));
    }
    return entries;
  }

  /** A module path names folders of jars. */
  private static List<Path> jars(List<Path> folders) {
    List<Path> jars = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder) || Files.exists(folder.resolve("module-info.class"))) {
        jars.add(folder);
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      } catch (IOException e) {
        throw new NexusGenException("folder of jars %s cannot be read: %s".formatted(folder, e), e);
      }
    }
    return jars;
  }
}
