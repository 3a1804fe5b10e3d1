package org.nexusgen.engines;

import java.util.List;

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
   * @param files names of the libraries that are taken out of it; their folders are left out
   * @param unpackedBytes about how large these are
   */
  record Source(String coordinates, long downloadBytes, List<String> files, long unpackedBytes) {
    Source {
      files = List.copyOf(files);
    }
  }

  Recipe {
    licences = List.copyOf(licences);
    sources = List.copyOf(sources);
    homes = List.copyOf(homes);
  }

  long unpackedBytes() {
    return sources.stream().mapToLong(Source::unpackedBytes).sum();
  }
}
