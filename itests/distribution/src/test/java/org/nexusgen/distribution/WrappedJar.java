package org.nexusgen.distribution;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import java.nio.file.Path;

/** Makes a jar a bundle as Karaf's {@code wrap:} does, by the same library. */
final class WrappedJar {
  private WrappedJar() {}

  /**
   * Writes the bundle.
   *
   * @param instructions {@code A=B&C=D}
   */
  static Path of(Path jar, String instructions, Path folder) throws Exception {
    Path bundle = folder.resolve("wrapped-" + jar.getFileName());
    try (Analyzer analyzer = new Analyzer()) {
      analyzer.setJar(new Jar(jar.toFile()));
      analyzer.setProperty(Analyzer.IMPORT_PACKAGE, "*;resolution:=optional");
      analyzer.setProperty(
          Analyzer.EXPORT_PACKAGE, analyzer.calculateExportsFromContents(analyzer.getJar()));
      for (String instruction : instructions.split("&")) {
        String[] pair = instruction.split("=", 2);
        analyzer.setProperty(pair[0], pair[1]);
      }
      analyzer.getJar().setManifest(analyzer.calcManifest());
      analyzer.getJar().setCompression(Jar.Compression.STORE); // it is read once
      analyzer.getJar().write(bundle.toFile());
    }
    return bundle;
  }
}
