package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/** What the framework itself holds of a bundle, wherever it put it. */
record BundleContent(Bundle bundle) {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Writes all of it into one jar, without resolving the bundle. */
  void writeTo(Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(0);
      if (bundle.getEntry(MANIFEST) != null) {
        write(MANIFEST, out); // readers of jars look for it at the beginning
      }
      Deque<String> folders = new ArrayDeque<>(Set.of("/"));
      Set<String> seen = new HashSet<>(folders);
      while (!folders.isEmpty()) {
        Enumeration<String> inside = bundle.getEntryPaths(folders.remove());
        for (String path : inside == null ? Set.<String>of() : Collections.list(inside)) {
          if (!seen.add(path)) {
            throw new IOException("the entry '" + path + "' is there twice or has an odd name");
          }
          if (path.endsWith("/")) {
            folders.add(path);
          } else if (!path.equals(MANIFEST)) {
            write(path, out);
          }
        }
      }
    }
  }

  private void write(String path, ZipOutputStream out) throws IOException {
    URL entry = bundle.getEntry(path);
    if (entry == null) {
      throw new IOException("the entry '" + path + "' is gone");
    }
    out.putNextEntry(new ZipEntry(path));
    try (InputStream in = entry.openStream()) {
      in.transferTo(out);
    }
  }
}
