package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.framework.BundleException;

@DisplayName("While eight threads call,")
class SwapUnderLoadIT {
  private static final int THREADS = 8;

  /** How often each way is taken; the first two are the cheap ones. Ten thousand in all. */
  private static final Map<Way, Integer> SWAPS =
      Map.of(
          Way.RANKING, 8000,
          Way.CONFIGURATION, 1200,
          Way.STOP_AND_START, 500,
          Way.UPDATE, 150,
          Way.REINSTALL, 150);

  private static final long GONE_AFTER_MILLIS = 60_000;

  @TempDir static Path temp;

  private static Shipped shipped;

  /** Ways to swap a part. */
  private enum Way {
    STOP_AND_START,
    UPDATE,
    REINSTALL,
    RANKING,
    CONFIGURATION
  }

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> samplers = ConcurrentHashMap.newKeySet();
  private final LongAdder calls = new LongAdder();
  private final AtomicBoolean stop = new AtomicBoolean();

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName(
      "parts are swapped ten thousand times in five ways, and no call fails, no class and"
          + " no thread stays")
  void swaps() throws Exception {
    assertThat(SWAPS.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    try (InstantPlatform instant = new InstantPlatform(shipped, temp.resolve("swaps"))) {
      NexusGenFactory factory = instant.factory();
      try (NexusGen nexusGen = factory.open(NexusGenConfig.of(shipped.model()))) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          int kind = i;
          callers.add(Thread.ofPlatform().start(() -> callAgainAndAgain(nexusGen, kind)));
        }
        for (Way way : Way.values()) {
          for (int i = 0; i < SWAPS.getOrDefault(way, 0) && failures.isEmpty(); i++) {
            swap(way, i, instant);
          }
        }
        stop.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
      }
      assertThat(failures).isEmpty();
      assertThat(calls.sum()).isGreaterThan(THREADS);
      assertThat(samplers).as("samplers that the configuration chose").contains("euler", "heun");
      counted(factory.swaps());
      assertThat(instant.gone())
          .hasSize(SWAPS.getOrDefault(Way.UPDATE, 0) + SWAPS.getOrDefault(Way.REINSTALL, 0));
      assertCollected(instant.gone());
    }
    assertNoThreadStays(before);
  }

  private static void counted(List<NexusGenFactory.Swaps> swaps) {
    assertThat(swaps).allMatch(one -> one.abandoned() == 0);
    assertThat(swaps)
        .filteredOn(one -> one.box().equals("decoder") || one.box().equals("vision encoder"))
        .hasSize(2)
        // an updated bundle is started, and started again when the framework drops its old classes
        .allMatch(one -> one.departures() >= 800)
        .allMatch(one -> one.arrivals() > one.departures());
    // another decoder stands in while one is replaced; no other encoder has that name
    assertThat(swaps)
        .filteredOn(one -> one.box().equals("vision encoder"))
        .allMatch(one -> one.waits() > 0 && one.longestWait().isPositive());
  }

  private void swap(Way way, int number, InstantPlatform instant)
      throws BundleException, IOException, InterruptedException {
    switch (way) {
      case STOP_AND_START -> instant.stopAndStart();
      case UPDATE -> instant.update(number + 1);
      case REINSTALL -> instant.reinstall(number);
      case RANKING -> instant.rank(number % 2 == 1);
      case CONFIGURATION -> instant.configure(number % 2 == 0 ? "heun" : "euler", number % 2 + 1);
    }
  }

  private void callAgainAndAgain(NexusGen nexusGen, int kind) {
    Image pixel = new Image(1, 1, Image.Channels.RGB, new byte[3]);
    PartChoice named = new PartChoice(Optional.of(InstantPlatform.NAME), Optional.empty());
    while (!stop.get() && failures.isEmpty()) {
      try {
        if (kind % 3 == 0) {
          nexusGen.encode(pixel, new PixelSize(1, 1), named);
        } else {
          decode(nexusGen, kind % 3 == 1);
        }
        calls.increment();
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }
  }

  /** With a decoder by name, or the one that ranks first; the sampler is the configured one. */
  private void decode(NexusGen nexusGen, boolean byName) {
    Optional<String> name = byName ? Optional.of(InstantPlatform.NAME) : Optional.empty();
    Painting painting = InstantPlatform.decode(nexusGen, name);
    samplers.add(String.valueOf(painting.report().parts().get("sampler")).replaceFirst(" .*", ""));
  }

  private static void assertCollected(List<WeakReference<ClassLoader>> gone)
      throws InterruptedException {
    long end = System.currentTimeMillis() + GONE_AFTER_MILLIS;
    while (left(gone) > 0 && System.currentTimeMillis() < end) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(left(gone)).as("class loaders of replaced bundles that stay").isZero();
  }

  private static long left(List<WeakReference<ClassLoader>> gone) {
    return gone.stream().filter(one -> one.get() != null).count();
  }

  private static void assertNoThreadStays(Set<Thread> before) throws InterruptedException {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    for (Thread thread : now) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    }
    // the JVM's own worker for clean-ups and file systems, shared by all
    assertThat(now)
        .filteredOn(Thread::isAlive)
        .allMatch(thread -> thread.getThreadGroup().getName().equals("InnocuousThreadGroup"));
  }
}
