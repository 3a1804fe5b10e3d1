package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;

class LeaseTest {
  /** A service that knows whether it was taken away. */
  private static final class Part {
    private final AtomicBoolean gone = new AtomicBoolean();
  }

  private static Shelf<Part> shelf(Duration drain, Duration grace) {
    return new Shelf<>("decoder", part -> "flux", () -> new Shelf.Patience(drain, grace));
  }

  @Test
  void a_service_leaves_after_the_calls_inside_it() throws InterruptedException {
    Shelf<Part> shelf = shelf(Duration.ofSeconds(20), Duration.ofMillis(1));
    Part part = new Part();
    shelf.put(part, Map.of());
    Lease<Part> lease = shelf.first();
    CountDownLatch left = new CountDownLatch(1);
    shelf.onLeave(service -> left.countDown());
    Thread remover = Thread.ofPlatform().start(() -> shelf.remove(part));
    while (!shelf.all().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(left.getCount()).as("left while a call was inside").isEqualTo(1);
    lease.close();
    lease.close();
    remover.join();
    assertThat(left.getCount()).isZero();
  }

  @Test
  void a_service_that_never_drains_leaves_when_time_is_up() {
    Shelf<Part> shelf = shelf(Duration.ofMillis(20), Duration.ofMillis(1));
    Part part = new Part();
    shelf.put(part, Map.of());
    try (Lease<Part> held = shelf.first()) {
      shelf.remove(part);
      assertThat(shelf.all()).isEmpty();
      assertThat(held.service()).isSameAs(part);
    }
  }

  @Test
  void a_late_caller_gets_the_next_service() throws InterruptedException {
    Shelf<Part> shelf = shelf(Duration.ofSeconds(1), Duration.ofSeconds(20));
    Part first = new Part();
    Part next = new Part();
    shelf.put(first, Map.of());
    shelf.remove(first);
    List<Part> got = new ArrayList<>();
    Thread late =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Lease<Part> lease = shelf.named("flux")) {
                    got.add(lease.service());
                  }
                });
    shelf.put(next, Map.of());
    late.join();
    assertThat(got).containsExactly(next);
  }

  @Test
  void a_service_that_never_was_there_is_not_waited_for() {
    Shelf<Part> shelf = shelf(Duration.ofSeconds(1), Duration.ofDays(1));
    shelf.put(new Part(), Map.of());
    assertThatThrownBy(() -> shelf.named("sdxl"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("unknown decoder 'sdxl'; installed: flux");
  }

  @Test
  void no_call_ever_works_on_a_service_that_is_gone() throws InterruptedException {
    Shelf<Part> shelf = shelf(Duration.ofSeconds(20), Duration.ofSeconds(20));
    shelf.onLeave(part -> part.gone.set(true));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger failures = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    Part current = new Part();
    shelf.put(current, Map.of());
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      try (Lease<Part> lease = shelf.first()) {
                        Thread.onSpinWait();
                        failures.addAndGet(lease.service().gone.get() ? 1 : 0);
                        calls.incrementAndGet();
                      }
                    }
                  }));
    }
    for (int i = 0; i < 2000; i++) {
      Part next = new Part();
      if (i % 2 == 0) {
        shelf.put(next, Map.of("service.ranking", i));
        shelf.remove(current);
      } else {
        shelf.remove(current);
        shelf.put(next, Map.of());
      }
      current = next;
    }
    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).hasValue(0);
    assertThat(calls.get()).isPositive();
  }
}
