package org.nexusgen.tensorrt.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the stand-in for TensorRT 11 was made to do, a line for each: {@code open}, {@code build},
 * {@code refit}, {@code load} and the bytes of its weights on the device, {@code write}, {@code
 * read} and {@code free} and the bytes that were copied to and from the device, or given back.
 */
public final class Journal {
  /** A system property of the worker that names the file; without it nothing is written. */
  public static final String PROPERTY = "nexusgen.standin.journal";

  private Journal() {}

  static void note(String line) {
    String file = System.getProperty(PROPERTY, "");
    if (!file.isEmpty()) {
      try {
        Files.writeString(
            Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
