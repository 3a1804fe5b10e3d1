package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;
import org.slf4j.LoggerFactory;

/**
 * The parts that a model's jobs have needed so far, each made once by its provider. A part is
 * closed when its provider leaves; closing closes all, the youngest first. Thread-safe.
 */
final class OpenParts implements AutoCloseable {
  private final PartContext context;
  private final Figure figure;
  private final IdentityHashMap<PartProvider<?>, AutoCloseable> parts = new IdentityHashMap<>();
  private final Deque<PartProvider<?>> opened = new ArrayDeque<>();
  private final Consumer<PartProvider<?>> evict = this::evict;
  private boolean closed;

  OpenParts(PartContext context, Figure figure) {
    this.context = context;
    this.figure = figure;
    figure.onProviderLeave(evict);
  }

  PartContext context() {
    return context;
  }

  /** The provider's part for this model. */
  @SuppressWarnings("unchecked") // a provider's part is of the provider's type
  synchronized <P extends AutoCloseable> P of(PartProvider<P> provider) {
    if (closed) {
      throw new NexusGenException("the model " + context.model().root() + " is closed");
    }
    AutoCloseable part = parts.get(provider);
    if (part == null) {
      part = provider.open(context);
      parts.put(provider, part);
      opened.push(provider);
    }
    return (P) part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    figure.forget(evict);
    while (!opened.isEmpty()) {
      evict(opened.peek());
    }
    context.model().close();
  }

  private synchronized void evict(PartProvider<?> provider) {
    opened.remove(provider);
    AutoCloseable part = parts.remove(provider);
    if (part == null) {
      return;
    }
    try {
      part.close();
    } catch (Exception e) {
      // The part is gone either way; what it held is its bundle's fault to report.
      LoggerFactory.getLogger(OpenParts.class).warn("part '{}' did not close", provider.name(), e);
    }
  }
}
