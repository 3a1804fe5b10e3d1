package org.nexusgen.pipeline;

import java.util.function.Supplier;

/** What a call into a part tells whoever waits for it. */
interface Pulse {
  /** It goes on. */
  void beat();

  /**
   * Lets a listener of the request hear something, on the request's own thread; that time is not
   * the part's.
   *
   * @throws org.nexusgen.api.CancelledException if nobody waits for the call any more
   */
  <R> R tell(Supplier<R> listener);

  /** Another part is at work inside the call. */
  <R> R at(PartLabel other, Supplier<R> work);
}
