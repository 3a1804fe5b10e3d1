package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call pays for a part that may be swapped: the difference between {@link #leased} and
 * {@link #direct}. The longest call during swaps is the maximum of {@link #leasedDuringSwaps}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LeaseBenchmark {
  private static final String NAME = "counter";

  /** A part that does next to nothing. */
  private record Counter(long step) {
    long next(long before) {
      return before + step;
    }
  }

  /** A shelf with one part. */
  @State(Scope.Benchmark)
  public static class Quiet {
    private final Counter part = new Counter(3);
    private final Shelf<Counter> shelf = emptyShelf();

    /** Puts the part on the shelf. */
    @Setup(Level.Trial)
    public void fill() {
      shelf.put(part, Map.of());
    }
  }

  /** A shelf whose part is replaced a thousand times a second. */
  @State(Scope.Benchmark)
  public static class Busy {
    private static final long SWAP_NANOS = 1_000_000;

    private final Shelf<Counter> shelf = emptyShelf();
    private final Thread swapper = Thread.ofPlatform().daemon().unstarted(this::swap);

    /** Begins to swap. */
    @Setup(Level.Trial)
    public void begin() {
      shelf.put(new Counter(3), Map.of());
      swapper.start();
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
      swapper.interrupt();
      swapper.join();
      System.out.println(shelf.swaps());
    }

    private void swap() {
      while (!Thread.currentThread().isInterrupted()) {
        Counter before = shelf.all().get(0);
        shelf.remove(before);
        shelf.put(new Counter(3), Map.of());
        LockSupport.parkNanos(SWAP_NANOS);
      }
    }
  }

  /** Of each thread. */
  @State(Scope.Thread)
  public static class Caller {
    private long value;
  }

  /** Without a lease. */
  @Benchmark
  public long direct(Quiet quiet, Caller caller) {
    caller.value = quiet.part.next(caller.value);
    return caller.value;
  }

  /** The part that ranks first, on lease. */
  @Benchmark
  public long leased(Quiet quiet, Caller caller) {
    try (Lease<Counter> lease = quiet.shelf.first()) {
      caller.value = lease.service().next(caller.value);
    }
    return caller.value;
  }

  /** A part by name, on lease. */
  @Benchmark
  public long leasedByName(Quiet quiet, Caller caller) {
    try (Lease<Counter> lease = quiet.shelf.named(NAME)) {
      caller.value = lease.service().next(caller.value);
    }
    return caller.value;
  }

  /** The same while the part is replaced again and again. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public long leasedDuringSwaps(Busy busy, Caller caller) {
    try (Lease<Counter> lease = busy.shelf.first()) {
      caller.value = lease.service().next(caller.value);
    }
    return caller.value;
  }

  private static Shelf<Counter> emptyShelf() {
    return new Shelf<>(
        "counter",
        any -> NAME,
        () -> new Shelf.Patience(Duration.ofSeconds(30), Duration.ofSeconds(5)));
  }
}
