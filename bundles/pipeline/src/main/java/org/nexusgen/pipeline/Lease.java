package org.nexusgen.pipeline;

/**
 * A service in use: it does not go away until the lease is closed.
 *
 * @param <T> the service's type
 */
final class Lease<T> implements AutoCloseable {
  private final T service;
  private final Gate gate;
  private boolean closed;

  Lease(T service, Gate gate) {
    this.service = service;
    this.gate = gate;
  }

  T service() {
    return service;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gate.leave();
    }
  }
}
