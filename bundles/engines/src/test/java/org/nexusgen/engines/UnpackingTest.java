package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;

@DisplayName("Libraries that are unpacked")
class UnpackingTest {
  private static final int BYTES = 8 << 20;

  @TempDir private Path temp;

  @Test
  @DisplayName("stop in the midst of one when their user interrupts, and nothing stays")
  void interrupted() throws IOException {
    Path jar = jar();
    // the meter's first line is in the midst of the only library
    PrintWriter err = new PrintWriter(new Interrupting(), true);
    Unpacking unpacking = new Unpacking(target(BYTES), new Meter(err, true));
    assertThatThrownBy(() -> unpacking.fill(List.of(jar))).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(temp.toFile().list()).containsExactly("big.jar");
  }

  @Test
  @DisplayName("are counted on a terminal, and the line is left clean")
  void counted() throws IOException {
    StringWriter err = new StringWriter();
    try (Meter meter = new Meter(new PrintWriter(err, true), true)) {
      new Unpacking(target(BYTES), meter).fill(List.of(jar()));
    }
    assertThat(err.toString()).contains("unpacking 1 of 8 MB").endsWith("\r\u001b[K");
  }

  @Test
  @DisplayName("of another size than expected are refused, and nothing stays")
  void another() throws IOException {
    Path jar = jar();
    Unpacking unpacking = new Unpacking(target(BYTES + 1), silent());
    assertThatThrownBy(() -> unpacking.fill(List.of(jar)))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("has 8388608 bytes, wants 8388609");
    assertThat(temp.toFile().list()).containsExactly("big.jar");
  }

  @Test
  @DisplayName("of a damaged jar are refused with the jar's name and what to do with it")
  void damaged() throws IOException {
    Path jar = Files.writeString(temp.resolve("big.jar"), "no archive");
    Unpacking unpacking = new Unpacking(target(BYTES), silent());
    assertThatThrownBy(() -> unpacking.fill(List.of(jar)))
        .isInstanceOf(NexusGenException.class)
        .hasMessageStartingWith(jar + " is damaged")
        .hasMessageContaining("delete it");
  }

  private Path jar() throws IOException {
    Path jar = temp.resolve("big.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("a/" + SmallRepository.LIBRARY));
      zip.write(new byte[BYTES]);
    }
    return jar;
  }

  private LibraryFolder target(long bytes) {
    return new LibraryFolder(temp.resolve("rt"), SmallRepository.recipe(1, bytes));
  }

  private static Meter silent() {
    return new Meter(new PrintWriter(Writer.nullWriter()), false);
  }

  private static final class Interrupting extends Writer {
    @Override
    public void write(char[] text, int from, int count) {
      Thread.currentThread().interrupt();
    }

    @Override
    public void flush() {
      // nothing is kept
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
