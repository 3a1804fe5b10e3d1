package org.nexusgen.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The items of a proof, one after the other: what fails does not keep the others from running, and
 * every row is in the file as soon as it is known.
 */
public final class ProofItems {
  private static final double NANOS = 1e9;

  private final Path section;
  private final Pattern only;
  private final double seconds;
  private final long start = System.nanoTime();
  private final List<ProofRow> rows = new ArrayList<>();

  /**
   * @param section file to which rows are added
   * @param only names that are run
   * @param seconds after which none is begun any more
   */
  ProofItems(Path section, Pattern only, double seconds) {
    this.section = section;
    this.only = only;
    this.seconds = seconds;
  }

  /** What is done for one. */
  @FunctionalInterface
  public interface Item {
    void run() throws IOException;
  }

  /** Runs one, if it is wanted and there is time. */
  public void run(String name, Item item) {
    if (!only.matcher(name).find()) {
      return;
    }
    if ((System.nanoTime() - start) / NANOS > seconds) {
      add(ProofRow.notRun(name, "not run: the time that it was given was over"));
      return;
    }
    try {
      item.run();
    } catch (IOException | RuntimeException | AssertionError e) {
      e.printStackTrace();
      add(ProofRow.failed(name, e));
    }
  }

  /** A result of the item that runs. */
  public void add(ProofRow row) {
    rows.add(row);
    System.err.println(row.markdown());
    try {
      Files.writeString(
          section,
          row.markdown() + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there was something, and all of it holds. */
  boolean holds() {
    return !rows.isEmpty() && rows.stream().allMatch(ProofRow::holds);
  }
}
