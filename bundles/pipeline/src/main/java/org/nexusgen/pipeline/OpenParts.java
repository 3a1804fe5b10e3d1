package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;

/**
 * The parts that a model's jobs have needed so far, each made once by its provider. Closing closes
 * them, the youngest first. Thread-safe.
 */
final class OpenParts implements AutoCloseable {
  private final PartContext context;
  private final Map<PartProvider<?>, AutoCloseable> parts = new IdentityHashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  OpenParts(PartContext context) {
    this.context = context;
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
      opened.push(part);
    }
    return (P) part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    NexusGenException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure =
            failure == null ? new NexusGenException("a part did not close: " + e, e) : failure;
      }
    }
    parts.clear();
    context.model().close();
    if (failure != null) {
      throw failure;
    }
  }
}
