package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.decode.VisionDecoder;

/**
 * The parts that a model's jobs have needed so far, each made once by its provider; while one is
 * made, others can be. A part is retired when its provider leaves; closing retires all, the
 * youngest first, and then the model's files. Thread-safe.
 */
final class OpenParts implements AutoCloseable {
  private final PartContext context;
  private final PartEngines engines;
  private final Residency residency;
  private final DecoderSeat seat = new DecoderSeat();
  private final Figure figure;
  private final Optional<MemoryBudget> budget;
  private final IdentityHashMap<PartProvider<?>, CompletableFuture<OpenPart<?>>> parts =
      new IdentityHashMap<>();
  private final Deque<PartProvider<?>> opened = new ArrayDeque<>();
  private final Consumer<PartProvider<?>> evict = this::evict;

  /** Parts that are not closed yet, and the files themselves while the model is open. */
  private int users = 1;

  private boolean closed;

  /**
   * @param budget empty where memory is not looked at
   */
  OpenParts(
      PartContext context,
      PartEngines engines,
      Residency residency,
      Figure figure,
      Optional<MemoryBudget> budget) {
    this.context = context;
    this.engines = engines;
    this.residency = residency;
    this.figure = figure;
    this.budget = budget;
    figure.onProviderLeave(evict);
  }

  PartContext context() {
    return context;
  }

  PartEngines engines() {
    return engines;
  }

  /**
   * Makes sure that there is room for what a job is about to use.
   *
   * @param job its place, until it {@linkplain #end ends}
   * @throws org.nexusgen.api.BadInputException if there is not
   */
  void require(DecoderSeat.Place job, Supplier<Needs> needs) {
    budget.ifPresent(one -> one.require(job, needs.get().all(), this::opened));
  }

  private synchronized Set<PartProvider<?>> opened() {
    Set<PartProvider<?>> open = Collections.newSetFromMap(new IdentityHashMap<>());
    open.addAll(opened);
    return open;
  }

  /** A job has ended. */
  void end(DecoderSeat.Place job) {
    job.close();
    budget.ifPresent(one -> one.end(job));
  }

  /** Where a job takes its turn with a decoder. */
  DecoderSeat.Place place() {
    return seat.place();
  }

  /** Puts other decoders away, if one at a time is to be open. */
  void makeRoomFor(
      VisionDecoder.Provider decoder, DecoderSeat.Place place, Cancellation cancellation) {
    if (!residency.stageWise()) {
      return;
    }
    place.take(decoder, cancellation);
    List<PartProvider<?>> others;
    synchronized (this) {
      others = new ArrayList<>(opened);
    }
    others.removeIf(one -> one.equals(decoder) || !(one instanceof VisionDecoder.Provider));
    others.forEach(this::evict);
  }

  /** The provider's part for this model. */
  @SuppressWarnings("unchecked") // a provider's part is of the provider's type
  <P extends AutoCloseable> OpenPart<P> of(PartProvider<P> provider, PartLabel label, Watch watch) {
    while (true) {
      CompletableFuture<OpenPart<?>> mine = new CompletableFuture<>();
      CompletableFuture<OpenPart<?>> there = claim(provider, mine);
      if (there == null) {
        return open(provider, label, watch, mine);
      }
      OpenPart<?> part = await(there);
      if (part != null) {
        return (OpenPart<P>) part;
      }
    }
  }

  private synchronized @Nullable CompletableFuture<OpenPart<?>> claim(
      PartProvider<?> provider, CompletableFuture<OpenPart<?>> mine) {
    if (closed) {
      throw gone();
    }
    CompletableFuture<OpenPart<?>> there = parts.putIfAbsent(provider, mine);
    users += there == null ? 1 : 0; // whoever opens a part reads the files
    return there;
  }

  private NexusGenException gone() {
    return new NexusGenException("the model " + context.model().root() + " is closed");
  }

  private <P extends AutoCloseable> OpenPart<P> open(
      PartProvider<P> provider, PartLabel label, Watch watch, CompletableFuture<OpenPart<?>> mine) {
    try {
      return watch.call(
          label,
          "load what it needs of the model",
          pulse -> kept(provider, label, provider.open(engines.context(provider, context)), mine),
          this::release);
    } catch (RuntimeException | Error e) {
      if (mine.completeExceptionally(e) || mine.isCompletedExceptionally()) {
        forget(provider, mine);
      } else {
        evict(provider); // it came when nobody waited any more
      }
      throw e;
    }
  }

  /** On the part's own thread: keeps what was opened, or closes it if nobody wants it any more. */
  @SuppressWarnings("NullAway") // a provider may give anything
  private <P extends AutoCloseable> OpenPart<P> kept(
      PartProvider<P> provider, PartLabel label, P made, CompletableFuture<OpenPart<?>> mine) {
    if (made == null) {
      throw label.gave("nothing when it was asked to open", "a part");
    }
    OpenPart<P> part = new OpenPart<>(label, made, this::release);
    if (!keep(provider, part, mine)) {
      part.retire(figure.usual().patience().drain());
      throw gone();
    }
    return part;
  }

  private synchronized boolean keep(
      PartProvider<?> provider, OpenPart<?> part, CompletableFuture<OpenPart<?>> mine) {
    users++;
    boolean wanted = !closed && mine.complete(part);
    if (wanted) {
      opened.push(provider);
    }
    return wanted;
  }

  private synchronized void forget(PartProvider<?> provider, CompletableFuture<OpenPart<?>> mine) {
    parts.remove(provider, mine);
  }

  /** What another request opens; null if that failed, so that this one tries itself. */
  private static @Nullable OpenPart<?> await(CompletableFuture<OpenPart<?>> there) {
    try {
      return there.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SilentPartException silent) {
        throw silent; // it would be silent again
      }
      return null;
    }
  }

  @Override
  public void close() {
    List<PartProvider<?>> youngestFirst;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      youngestFirst = new ArrayList<>(opened);
    }
    figure.forget(evict);
    youngestFirst.forEach(this::evict);
    release();
  }

  private void evict(PartProvider<?> provider) {
    CompletableFuture<OpenPart<?>> gone;
    synchronized (this) {
      opened.remove(provider);
      gone = parts.remove(provider);
    }
    if (gone != null && !gone.completeExceptionally(gone()) && !gone.isCompletedExceptionally()) {
      gone.join().retire(figure.usual().patience().drain());
    }
  }

  /** Closes the files behind their last user. */
  private void release() {
    boolean last;
    synchronized (this) {
      last = --users == 0;
    }
    if (last) {
      context.model().close();
    }
  }
}
