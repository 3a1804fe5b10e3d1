package org.nexusgen.models.store;

import java.io.IOException;
import java.io.InputStream;

/** The files in a bundle. */
public interface PackedFiles {
  /**
   * Reads one.
   *
   * @param path in the jar
   * @throws IOException if it is not there, or cannot be read
   */
  InputStream open(String path) throws IOException;
}
