package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.osgi.framework.Bundle;

/** A bundle that holds a model, which its start unpacks. */
final class ModelBundle {
  /** Header by which {@code nexusgen models pack} marks it. */
  private static final String HEADER = "Nexusgen-Model";

  /** What a slow disk writes in a second, after its bytes were read and compared. */
  private static final long BYTES_PER_SECOND = 10_000_000;

  private ModelBundle() {}

  /** How much longer its start may take than that of other bundles. */
  static Duration extraTime(Bundle bundle) {
    String location = bundle.getLocation();
    String url =
        location.startsWith(BundleStarter.IN_PLACE)
            ? location.substring(BundleStarter.IN_PLACE.length())
            : location;
    if (bundle.getHeaders("").get(HEADER) == null || !url.startsWith("file:")) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofSeconds(Files.size(Path.of(URI.create(url))) / BYTES_PER_SECOND);
    } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Duration.ZERO;
    }
  }
}
