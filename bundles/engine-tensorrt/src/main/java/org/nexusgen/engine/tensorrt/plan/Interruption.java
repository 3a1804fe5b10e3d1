package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.nexusgen.api.CancelledException;

/** An interrupt of a thread that reads or writes a file: the file's failure, our cancellation. */
public final class Interruption {
  private Interruption() {}

  /**
   * Lets other failures be.
   *
   * @throws CancelledException if the failure is an interrupt; the thread stays interrupted
   */
  public static void check(IOException failure) {
    if (failure instanceof ClosedByInterruptException
        || failure instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }
}
