package org.nexusgen.pipeline;

import org.jspecify.annotations.Nullable;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.PartProvider;

/**
 * Where decoders take turns, if one at a time is to be open: jobs with the same decoder sit there
 * together, a job with another one waits until they have left. Thread-safe.
 */
final class DecoderSeat {
  private @Nullable PartProvider<?> seated;
  private int jobs;

  /** What one job has of it. Used by the job's thread alone. */
  final class Place implements AutoCloseable {
    private @Nullable PartProvider<?> mine;

    /** Sits down with a decoder, and gets up from another one first. */
    void take(PartProvider<?> decoder) {
      if (!decoder.equals(mine)) {
        close();
        enter(decoder);
        mine = decoder;
      }
    }

    @Override
    public void close() {
      if (mine != null) {
        mine = null;
        leave();
      }
    }
  }

  Place place() {
    return new Place();
  }

  private synchronized void enter(PartProvider<?> decoder) {
    try {
      while (jobs > 0 && !decoder.equals(seated)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    seated = decoder;
    jobs++;
  }

  private synchronized void leave() {
    jobs--;
    notifyAll();
  }
}
