package org.nexusgen.cli;

import java.io.PrintStream;
import java.util.Map;
import org.nexusgen.api.JobListener;

/** Draws a bar on a terminal, and passes an answer's text on. */
final class Progress implements JobListener, AutoCloseable {
  private static final int WIDTH = 30;
  private static final String ERASE = "\r\u001b[K";

  private static final Map<String, String> WORDS =
      Map.of("write", "writing", "imagine", "imagining", "paint", "painting");

  private final PrintStream err;
  private final boolean draws;
  private final PrintStream text;
  private final boolean streams;
  private boolean drawn;
  private boolean written;

  Progress(Tools.Streams streams, boolean streamsText) {
    this.err = streams.err();
    this.draws = streams.terminal();
    this.text = streams.out();
    this.streams = streamsText;
  }

  @Override
  public void progress(String stage, int done, int total) {
    // While words appear on the screen, a bar would only disturb them.
    if (!draws || total <= 0 || (streams && stage.equals("write"))) {
      return;
    }
    int full = Math.min(WIDTH, WIDTH * done / total);
    err.print(
        ERASE
            + "%-10s [%s%s] %d/%d"
                .formatted(
                    WORDS.getOrDefault(stage, stage),
                    "#".repeat(full),
                    ".".repeat(WIDTH - full),
                    done,
                    total));
    err.flush();
    drawn = true;
  }

  @Override
  public void text(String piece) {
    if (streams) {
      erase();
      text.print(piece);
      text.flush();
      written = true;
    }
  }

  /** Leaves a clean line behind. */
  @Override
  public void close() {
    erase();
    if (written) {
      text.println();
      text.flush();
      written = false;
    }
  }

  private void erase() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
      drawn = false;
    }
  }
}
