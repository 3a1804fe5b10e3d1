package org.nexusgen.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lines of an input stream, read by a thread of its own: a read blocks and cannot be interrupted,
 * waiting for a line can.
 */
final class InputLines {
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  InputLines(InputStream in) {
    Thread reader = new Thread(() -> read(in), "nexusgen-input");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream in) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // A broken input ends like one that is over.
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** The next line; empty at the end. */
  Optional<String> next() throws InterruptedException {
    return lines.take();
  }
}
