package org.nexusgen.decoder.flux.session;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Operand;

/** A session that is opened by its first run. Thread-safe until closed. */
public final class LazySession implements GraphSession {
  private final Supplier<GraphSession> opening;
  private Optional<GraphSession> opened = Optional.empty();

  LazySession(Supplier<GraphSession> opening) {
    this.opening = opening;
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    return session().run(inputs);
  }

  private synchronized GraphSession session() {
    GraphSession session = opened.orElseGet(opening);
    opened = Optional.of(session);
    return session;
  }

  @Override
  public synchronized void close() {
    opened.ifPresent(GraphSession::close);
    opened = Optional.empty();
  }
}
