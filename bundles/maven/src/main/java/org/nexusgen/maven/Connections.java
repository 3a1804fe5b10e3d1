package org.nexusgen.maven;

import java.io.Closeable;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.eclipse.aether.DefaultRepositoryCache;
import org.eclipse.aether.RepositoryCache;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/**
 * What a session keeps for its duration, with a way to end it from outside. The HTTP transport
 * keeps its connections here, and nowhere else can they be had; it reads a file that nobody wants
 * any more to its end before it deletes it, unless its connection breaks.
 */
final class Connections implements RepositoryCache, Closeable {
  private final RepositoryCache kept = new DefaultRepositoryCache();
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

  @Override
  public void put(RepositorySystemSession session, Object key, @Nullable Object data) {
    kept.put(session, key, data);
    remember(data);
  }

  @Override
  public @Nullable Object get(RepositorySystemSession session, Object key) {
    return kept.get(session, key);
  }

  @Override
  public Object computeIfAbsent(
      RepositorySystemSession session, Object key, Supplier<Object> supplier) {
    return kept.computeIfAbsent(
        session,
        key,
        () -> {
          Object data = supplier.get();
          remember(data);
          return data;
        });
  }

  private void remember(@Nullable Object data) {
    if (data instanceof Closeable one) {
      open.add(one);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable one = open.poll(); one != null; one = open.poll()) {
      one.close();
    }
  }
}
