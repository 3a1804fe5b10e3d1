package org.nexusgen.models.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where bundles came from, in the words of a framework: mostly URLs. */
final class Origins {
  private static final String REFERENCE = "reference:";

  /** Stands in place of a bundle that was taken away. */
  static final String UNINSTALLED = "uninstalled";

  private Origins() {}

  /** Whether a bundle was taken away, or was a file that is no longer there. */
  static boolean isGone(Path text) throws IOException {
    if (!Files.isRegularFile(text)) {
      return false;
    }
    String origin = Files.readString(text).strip();
    String url = origin.startsWith(REFERENCE) ? origin.substring(REFERENCE.length()) : origin;
    try {
      return url.equals(UNINSTALLED)
          || (url.startsWith("file:") && !Files.exists(Path.of(URI.create(url))));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return false;
    }
  }
}
