package org.nexusgen.engine.tensorrt.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last lines that a process wrote. */
final class LastWords {
  private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
  private static final Pattern FRAME = Pattern.compile("at |\\.\\.\\. \\d+ more");
  private static final int LINES = 12;
  private static final int LINE = 400;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  LastWords(InputStream output) {
    reader = new Thread(() -> read(output), "tensorrt-worker-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream output) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        LOG.debug("worker: {}", line);
        add(line);
      }
    } catch (IOException e) {
      add("(its output broke off: " + e.getMessage() + ")");
    }
  }

  private synchronized void add(String line) {
    String stripped = line.replaceFirst("^#\\s*", "").strip();
    if (!stripped.isEmpty() && !FRAME.matcher(stripped).lookingAt()) {
      lines.add(stripped.length() > LINE ? stripped.substring(0, LINE) + "…" : stripped);
      if (lines.size() > LINES) {
        lines.remove();
      }
    }
  }

  /** All that the ended process wrote; waits a moment for the rest of it. */
  String join() {
    try {
      reader.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return String.join(" | ", lines);
    }
  }
}
