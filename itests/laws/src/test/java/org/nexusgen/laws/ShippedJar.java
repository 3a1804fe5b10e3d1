package org.nexusgen.laws;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of our jars as it ships.
 *
 * @param artifact name without version
 * @param file the jar
 */
record ShippedJar(String artifact, Path file) {
  private static final Pattern NAME =
      Pattern.compile("(nexusgen-[a-z][a-z0-9-]*?)-\\d+\\..*\\.jar");
  private static final Pattern IMPLEMENTATION =
      Pattern.compile("<implementation class=\"([^\"]+)\"");
  private static final Pattern INTERFACE = Pattern.compile("<provide interface=\"([^\"]+)\"");

  /** All of them, found on the class path. */
  static List<ShippedJar> all() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .flatMap(
            file -> {
              Matcher name = NAME.matcher(file.getFileName().toString());
              return name.matches() ? Stream.of(new ShippedJar(name.group(1), file)) : Stream.of();
            })
        .sorted(java.util.Comparator.comparing(ShippedJar::artifact))
        .toList();
  }

  ModuleDescriptor module() {
    return ModuleFinder.of(file).findAll().stream()
        .map(ModuleReference::descriptor)
        .findFirst()
        .orElseThrow();
  }

  SortedMap<String, String> manifest() {
    try (JarFile jar = new JarFile(file.toFile())) {
      SortedMap<String, String> headers = new TreeMap<>();
      jar.getManifest()
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      return headers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** "interface with class", as module-info says. */
  Set<String> providedToModules() {
    Set<String> provided = new TreeSet<>();
    for (ModuleDescriptor.Provides service : module().provides()) {
      service.providers().forEach(p -> provided.add(service.service() + " with " + p));
    }
    return provided;
  }

  /** "interface with class", as the component descriptions for OSGi say. */
  Set<String> providedToOsgi() {
    Set<String> provided = new TreeSet<>();
    for (String xml : texts("OSGI-INF/", ".xml")) {
      Matcher implementation = IMPLEMENTATION.matcher(xml);
      Matcher type = INTERFACE.matcher(xml);
      if (implementation.find()) {
        while (type.find()) {
          provided.add(type.group(1) + " with " + implementation.group(1));
        }
      }
    }
    return provided;
  }

  /** "interface with class", as the files for the class path say. */
  Set<String> providedToClassPath() {
    Set<String> provided = new TreeSet<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (var entry : jar.stream().toList()) {
        String folder = "META-INF/services/";
        if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
          String type = entry.getName().substring(folder.length());
          text(jar, entry)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .forEach(line -> provided.add(type + " with " + line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return provided;
  }

  private List<String> texts(String folder, String ending) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .filter(e -> e.getName().startsWith(folder) && e.getName().endsWith(ending))
          .map(e -> text(jar, e))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JarFile jar, java.util.zip.ZipEntry entry) {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
