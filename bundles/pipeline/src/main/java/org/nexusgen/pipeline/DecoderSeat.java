package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.PartProvider;

/**
 * Where decoders take turns, if one at a time is to be open: jobs with the same decoder sit there
 * together, a job with another one waits until they have left. Who came first is served first, so
 * that no stream of jobs with one decoder keeps another one out. Thread-safe.
 */
final class DecoderSeat {
  /** How long a waiting job may overlook that it was cancelled. */
  private static final long GLANCE_MILLIS = 50;

  private final Deque<Object> queue = new ArrayDeque<>();
  private @Nullable PartProvider<?> seated;
  private int jobs;

  /** What one job has of it. Used by the job's thread alone. */
  final class Place implements AutoCloseable {
    private @Nullable PartProvider<?> mine;

    /**
     * Sits down with a decoder, and gets up from another one first.
     *
     * @throws CancelledException soon after the job was cancelled or its thread interrupted
     */
    void take(PartProvider<?> decoder, Cancellation cancellation) {
      if (!decoder.equals(mine)) {
        close();
        enter(decoder, cancellation);
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

  private synchronized void enter(PartProvider<?> decoder, Cancellation cancellation) {
    Object ticket = new Object();
    queue.add(ticket);
    try {
      while (!ticket.equals(queue.peek()) || (jobs > 0 && !decoder.equals(seated))) {
        cancellation.check();
        wait(GLANCE_MILLIS);
      }
      seated = decoder;
      jobs++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      queue.remove(ticket);
      notifyAll();
    }
  }

  private synchronized void leave() {
    jobs--;
    notifyAll();
  }
}
