package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

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
    Class<?> activator = ThrowingActivator.class;
    Path file = Files.createDirectories(folder).resolve(name + "-" + version + ".jar");
    String path = activator.getName().replace('.', '/') + ".class";
    Map<String, String> headers =
        Map.of("Bundle-Activator", activator.getName(), "Import-Package", "org.osgi.framework");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest(name, version, headers));
        InputStream code =
            Objects.requireNonNull(activator.getResourceAsStream("/" + path), path)) {
      jar.putNextEntry(new JarEntry(path));
      code.transferTo(jar);
    }
    return file;
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
