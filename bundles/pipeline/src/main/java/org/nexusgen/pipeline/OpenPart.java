package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.function.BiFunction;
import org.nexusgen.api.NexusGenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part that a provider made for a model. It is closed when it is wanted no more and the last call
 * inside has left: whatever it holds natively would be pulled from under that call. Thread-safe.
 */
final class OpenPart<P extends AutoCloseable> {
  /** Calls that never came back, after which a part gets no more: each keeps a thread. */
  private static final int MOST_LOST = 16;

  private static final Logger LOG = LoggerFactory.getLogger(OpenPart.class);

  private final PartLabel label;
  private final P part;
  private final Runnable onClosed;
  private int inside;
  private int lost;
  private boolean leaving;

  /**
   * @param onClosed is run once, when the part is closed
   */
  OpenPart(PartLabel label, P part, Runnable onClosed) {
    this.label = label;
    this.part = part;
    this.onClosed = onClosed;
  }

  PartLabel label() {
    return label;
  }

  /**
   * Calls it.
   *
   * @param asked for messages: "encode 1 picture"
   */
  <T> T call(Watch watch, String asked, BiFunction<P, Pulse, T> use) {
    enter();
    try {
      return watch.call(label, asked, pulse -> use.apply(part, pulse), this::leave);
    } catch (SilentPartException e) {
      lose();
      throw e;
    }
  }

  private synchronized void enter() {
    if (leaving) {
      throw new NexusGenException(label + " is closed: its bundle left, or the model was closed");
    }
    if (lost >= MOST_LOST) {
      throw new NexusGenException(
          "%s gets no more calls: %d of them never came back; %s"
              .formatted(label, lost, label.remedy()));
    }
    inside++;
  }

  private synchronized void lose() {
    lost++;
  }

  private void leave() {
    if (isLastOfAll()) {
      close();
    }
  }

  private synchronized boolean isLastOfAll() {
    inside--;
    lost = Math.min(lost, inside);
    return leaving && inside == 0;
  }

  private synchronized boolean isEmptied() {
    boolean first = !leaving;
    leaving = true;
    return first && inside == 0;
  }

  /**
   * Takes no call any more. If none is inside, it is closed before this returns, or as soon as it
   * lets itself be closed; else the last call closes it.
   *
   * @param limit how long this waits for the part to close
   */
  void retire(Duration limit) {
    if (!isEmptied()) {
      return;
    }
    Thread closing =
        Thread.ofPlatform()
            .daemon()
            .name("nexusgen close " + label.box() + " " + label.name())
            .start(this::close);
    try {
      if (!closing.join(limit)) {
        LOG.warn("{} does not close within {}; its thread is left behind", label, limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it closes all the same
    }
  }

  private void close() {
    try {
      part.close();
    } catch (Throwable e) { // sneaked ones included
      // The part is gone either way; what it held is its bundle's fault to report.
      LOG.warn("{} did not close", label, e);
    } finally {
      onClosed.run();
    }
  }
}
