package org.nexusgen.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An installation made for a test, from jars that are nothing but manifests. */
record Home(Path folder) {
  static Home in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.createDirectories(folder.resolve("bundle"));
    return new Home(folder);
  }

  Home bundle(int startLevel, String name, Map<String, String> headers) throws IOException {
    Path level = Files.createDirectories(folder.resolve("bundle/" + startLevel));
    jar(level.resolve(name + ".jar"), name, headers);
    return this;
  }

  Home library(String name, Map<String, String> headers) throws IOException {
    jar(folder.resolve("lib/" + name + ".jar"), name, headers);
    return this;
  }

  Installation installation() {
    return new Installation(folder);
  }

  private static void jar(Path file, String name, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    attributes.putValue("Bundle-Version", "1.0.0");
    headers.forEach(attributes::putValue);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
