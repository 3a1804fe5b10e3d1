package org.nexusgen.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages that bundles get from the framework's own class path: what the jars of {@code lib/}
 * export by their manifests. A jar without OSGi manifest shares all of its packages, with the
 * version of its file name.
 *
 * <p>They are read from the files, not through the class loader, so that the answer is the same on
 * class path and module path.
 */
record SharedPackages(SortedMap<String, Set<String>> versions) {
  private static final String FRAMEWORK_FACTORY =
      "META-INF/services/org.osgi.framework.launch.FrameworkFactory";
  private static final Pattern FILE_VERSION =
      Pattern.compile("-(\\d+(?:\\.\\d+){0,2})[^/]*\\.jar$");

  static SharedPackages of(Path lib) {
    SortedMap<String, Set<String>> versions = new TreeMap<>();
    try (Stream<Path> files = Files.list(lib)) {
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        read(jar, versions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SharedPackages(versions);
  }

  /** In the form of {@code org.osgi.framework.system.packages.extra}. */
  String header() {
    return versions.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(v -> e.getKey() + ";version=\"" + v + "\""))
        .collect(Collectors.joining(","));
  }

  private static void read(Path jar, SortedMap<String, Set<String>> versions) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      if (file.getEntry(FRAMEWORK_FACTORY) != null) {
        return; // the system bundle exports the framework's packages by itself
      }
      var manifest = file.getManifest();
      boolean bundle =
          manifest != null && manifest.getMainAttributes().getValue("Bundle-SymbolicName") != null;
      if (bundle) {
        String exports = manifest.getMainAttributes().getValue("Export-Package");
        for (String clause : exports == null ? List.<String>of() : split(exports, ',')) {
          List<String> parts = split(clause, ';');
          String version = version(parts);
          parts.stream()
              .filter(p -> !p.contains("="))
              // some export a package twice, as what it is and as what it can stand for
              .forEach(p -> versions.computeIfAbsent(p, key -> new TreeSet<>()).add(version));
        }
      } else {
        String version = fileVersion(jar);
        file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.'))
            .filter(name -> !name.isEmpty())
            .forEach(name -> versions.putIfAbsent(name, new TreeSet<>(Set.of(version))));
      }
    }
  }

  private static String version(List<String> parts) {
    return parts.stream()
        .filter(p -> p.startsWith("version="))
        .map(p -> p.substring("version=".length()).replace("\"", "").strip())
        .findFirst()
        .orElse("0.0.0");
  }

  private static String fileVersion(Path jar) {
    Matcher matcher = FILE_VERSION.matcher(jar.getFileName().toString());
    return matcher.find() ? matcher.group(1) : "0.0.0";
  }

  /** Splits a manifest header at a separator that stands outside of quotes. */
  static List<String> split(String header, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      quoted ^= c == '"';
      if (c == separator && !quoted) {
        parts.add(header.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(header.substring(start).strip());
    return parts;
  }
}
