package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;

@DisplayName("Where decoders take turns")
class DecoderSeatTest {
  private static final PartProvider<?> GENERATION = new Named("generation");
  private static final PartProvider<?> EDITING = new Named("editing");

  private final DecoderSeat seat = new DecoderSeat();

  @Test
  @DisplayName("a job that waits for the other decoder stops when it is cancelled")
  void cancelled() {
    Cancellation cancellation = new Cancellation();
    try (DecoderSeat.Place first = seat.place()) {
      first.take(GENERATION, new Cancellation());
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> seat.place().take(EDITING, cancellation));
      assertThat(waiting).isNotDone();

      cancellation.cancel();

      assertThatThrownBy(waiting::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(CancelledException.class);
      try (DecoderSeat.Place another = seat.place()) {
        another.take(GENERATION, new Cancellation()); // nobody stands before it any more
      }
    }
  }

  @Test
  @DisplayName("jobs with the same decoder sit together, and nobody passes who waits for another")
  void inOrder() throws InterruptedException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    DecoderSeat.Place first = seat.place();
    first.take(GENERATION, new Cancellation());
    try (DecoderSeat.Place beside = seat.place()) {
      beside.take(GENERATION, new Cancellation());
    }
    Thread editing = sitting(EDITING, "editing", order);
    Thread late = sitting(GENERATION, "late generation", order);
    assertThat(order).isEmpty();

    first.close();
    editing.join();
    late.join();

    assertThat(order).containsExactly("editing", "late generation");
  }

  /** A thread that waits for its turn by now. */
  private Thread sitting(PartProvider<?> decoder, String name, List<String> order)
      throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try (DecoderSeat.Place place = seat.place()) {
                place.take(decoder, new Cancellation());
                order.add(name);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    return thread;
  }

  private record Named(String name) implements PartProvider<Object> {
    @Override
    public Object open(PartContext context) {
      throw new AssertionError("nobody opens it");
    }
  }
}
