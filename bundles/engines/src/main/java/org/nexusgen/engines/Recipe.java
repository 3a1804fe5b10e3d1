package org.nexusgen.engines;

import java.util.List;
import java.util.stream.Stream;

/**
 * How the libraries of an engine come onto a machine.
 *
 * @param engine that needs them
 * @param version of its library
 * @param system for which they are built, as {@code os.name} and {@code os.arch} say it
 * @param licences that must be accepted
 * @param sources of the libraries
 * @param homes settings that name the folder, such as {@code tensorrt.home}
 * @param besides what the machine must have of its own, in words
 */
record Recipe(
    String engine,
    String version,
    String system,
    List<Licence> licences,
    List<Source> sources,
    List<String> homes,
    String besides) {
  /**
   * A jar with libraries in it.
   *
   * @param coordinates {@code group:artifact:jar:classifier:version}
   * @param downloadBytes about how large it is
   * @param libraries that are taken out of it
   */
  record Source(String coordinates, long downloadBytes, List<Library> libraries) {
    Source {
      libraries = List.copyOf(libraries);
    }
  }

  /**
   * A file of a jar.
   *
   * @param name without the folders of the jar
   * @param bytes exactly; what is shorter was cut off, and what is not the same is another library
   */
  record Library(String name, long bytes) {}

  Recipe {
    licences = List.copyOf(licences);
    sources = List.copyOf(sources);
    homes = List.copyOf(homes);
  }

  Stream<Library> libraries() {
    return sources.stream().flatMap(source -> source.libraries().stream());
  }

  long unpackedBytes() {
    return libraries().mapToLong(Library::bytes).sum();
  }
}
