package org.nexusgen.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Manifest;

/** Says which bundle, module or jar a class comes from, in a container or without one. */
final class CodeOrigin {
  private static final String NAME = "Bundle-SymbolicName";

  private CodeOrigin() {}

  /** A clause such as {@code of bundle com.example.flux}; empty if nothing is known. */
  static String of(Class<?> type) {
    if (type.getModule().isNamed()) {
      return " of module " + type.getModule().getName();
    }
    // a container gives every bundle a class loader that knows the bundle's own manifest
    URL manifest = type.getResource("/META-INF/MANIFEST.MF");
    if (manifest == null || !manifest.getProtocol().startsWith("bundle")) {
      return "";
    }
    try (InputStream in = manifest.openStream()) {
      String name = new Manifest(in).getMainAttributes().getValue(NAME);
      return name == null ? "" : " of bundle " + name.replaceFirst(";.*", "");
    } catch (IOException | IllegalStateException e) {
      return " of a bundle that is gone";
    }
  }
}
