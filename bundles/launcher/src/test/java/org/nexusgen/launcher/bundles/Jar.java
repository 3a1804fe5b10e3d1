package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.BundleActivator;

/** A tiny bundle made for a test. */
final class Jar {
  private Jar() {}

  static Path of(Path folder, String name, String version, Map<String, String> headers)
      throws IOException {
    Path file = Files.createDirectories(folder).resolve(name + "-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest(name, version, headers)).close();
    }
    return file;
  }

  /** One whose activator throws. */
  static Path throwing(Path folder, String name, String version) throws IOException {
    return activated(folder, name, version, ThrowingActivator.class);
  }

  static Path activated(
      Path folder, String name, String version, Class<? extends BundleActivator> activator)
      throws IOException {
    return activated(folder, name, version, activator, Map.of());
  }

  static Path activated(
      Path folder,
      String name,
      String version,
      Class<? extends BundleActivator> activator,
      Map<String, String> more)
      throws IOException {
    Path file = Files.createDirectories(folder).resolve(name + "-" + version + ".jar");
    String path = activator.getName().replace('.', '/') + ".class";
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Bundle-Activator", activator.getName());
    headers.put("Import-Package", "org.osgi.framework");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest(name, version, headers));
        InputStream code =
            Objects.requireNonNull(activator.getResourceAsStream("/" + path), path)) {
      jar.putNextEntry(new JarEntry(path));
      code.transferTo(jar);
    }
    return file;
  }

  /** Changes entries behind the back of whoever signed them. */
  static Path edit(Path jar, Consumer<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    change.accept(entries);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  private static Manifest manifest(String name, String version, Map<String, String> headers) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    attributes.putValue("Bundle-Version", version);
    headers.forEach(attributes::putValue);
    return manifest;
  }
}
