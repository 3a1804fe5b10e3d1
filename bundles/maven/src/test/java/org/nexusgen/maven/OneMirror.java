package org.nexusgen.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maven's settings with one mirror of everything, which keeps a test off the network. */
final class OneMirror {
  private OneMirror() {}

  static void write(Path settings, String localRepository, String url) throws IOException {
    Files.writeString(
        settings,
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors><mirror>
            <id>here</id><mirrorOf>*</mirrorOf><url>%s</url>
          </mirror></mirrors>
        </settings>
        """
            .formatted(localRepository, url));
  }
}
