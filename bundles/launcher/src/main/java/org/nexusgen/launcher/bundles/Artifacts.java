package org.nexusgen.launcher.bundles;

import java.nio.file.Path;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.osgi.framework.BundleContext;

/** What is published under coordinates, found by the bundle that can, if one runs. */
record Artifacts(BundleContext context) {
  /**
   * The file that is published.
   *
   * @throws BadInputException if nobody finds it or nobody can look
   */
  Path find(String coordinates) {
    var reference = context.getServiceReference(ArtifactResolver.class);
    ArtifactResolver resolver = reference == null ? null : context.getService(reference);
    if (resolver == null) {
      throw new BadInputException(
          "'"
              + coordinates
              + "' looks like Maven coordinates, which no bundle here resolves; 'nexusgen bundles"
              + " start nexusgen-maven', or give the jar's file or URL");
    }
    try {
      return resolver.resolve(coordinates);
    } finally {
      context.ungetService(reference);
    }
  }
}
