package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.Painting;
import org.nexusgen.api.decode.VisionDecoder;

@DisplayName("Closing a model")
class ClosingTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final long ENDS_MILLIS = 20_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final Stuck stuck = Stuck.forEver();
  private final ToyModel toy = new ToyModel(LONG);

  @AfterEach
  void end() {
    stuck.release();
    toy.close();
    threads.shutdownNow();
  }

  @Test
  @DisplayName("lets a request under way end, and refuses new ones")
  void waits() throws Exception {
    toy.decoder(() -> decoder(stuck));
    Future<Painting> painting = threads.submit(() -> toy.paint(Optional.empty()));
    stuck.awaitCall();
    Future<?> closing = threads.submit(toy::close);
    while (refused().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(refused()).isEqualTo("the model toy is closed");
    assertThat(closing.isDone()).isFalse();
    assertThat(closed).isEmpty();
    stuck.release();
    assertThat(painting.get().pictures()).hasSize(1);
    closing.get();
    assertThat(closed).containsExactly("decoder");
    assertThat(toy.folder.isClosed()).isTrue();
  }

  @Test
  @DisplayName("ends after the configured time; a call that stays inside a part closes it later")
  void limited() throws Exception {
    toy.configure(LONG, SHORT);
    toy.decoder(() -> decoder(stuck));
    Future<Painting> painting = threads.submit(() -> toy.paint(Optional.empty()));
    stuck.awaitCall();
    toy.close();
    assertThat(closed).as("closed under its call").isEmpty();
    assertThat(toy.folder.isClosed()).as("files closed under a call").isFalse();
    stuck.release();
    assertThat(ended(painting)).isIn("painted", "closed");
    awaitClosedFolder();
    assertThat(closed).containsExactly("decoder");
  }

  @Test
  @DisplayName("twice is once")
  void twice() {
    toy.decoder(() -> decoder(Stuck.untilInterrupted()));
    toy.ask();
    toy.close();
    toy.close();
    assertThat(toy.folder.isClosed()).isTrue();
    assertThatThrownBy(toy::ask).hasMessage("the model toy is closed");
  }

  @Test
  @DisplayName("is not stopped by a part that throws when it is closed: all others are closed")
  void throwing() {
    toy.encoder(
        () ->
            new Toys.Encoder() {
              @Override
              public void close() {
                closed.add("encoder");
                throw new NoClassDefFoundError("com/example/Gone");
              }
            });
    toy.tokenizer(
        () ->
            new Toys.Words() {
              @Override
              public void close() {
                closed.add("tokenizer");
              }
            });
    toy.ask();
    toy.close();
    assertThat(closed).containsExactly("encoder", "tokenizer");
    assertThat(toy.folder.isClosed()).isTrue();
  }

  @Test
  @DisplayName("leaves behind a part that hangs when it is closed, and its files with it")
  void hanging() throws Exception {
    toy.configure(LONG, SHORT);
    toy.encoder(
        () ->
            new Toys.Encoder() {
              @Override
              public void close() {
                stuck.stay();
              }
            });
    toy.ask();
    toy.close();
    assertThat(toy.folder.isClosed()).isFalse();
    stuck.release();
    awaitClosedFolder();
  }

  @Test
  @DisplayName("leaves no thread of its own")
  void threads() throws Exception {
    toy.ask();
    toy.paint(Optional.empty());
    toy.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("nexusgen ") && thread.getName().contains(Toys.NAME)) {
        thread.join(ENDS_MILLIS);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private VisionDecoder decoder(Stuck place) {
    return new Toys.Decoder() {
      @Override
      float[] velocity(float[] latents, Cancellation cancellation) {
        place.stay();
        return latents.clone();
      }

      @Override
      public void close() {
        closed.add("decoder");
      }
    };
  }

  private String refused() {
    try {
      toy.nexusGen.chat();
      toy.ask();
      return "";
    } catch (NexusGenException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String ended(Future<Painting> painting) throws InterruptedException {
    try {
      return painting.get().pictures().isEmpty() ? "empty" : "painted";
    } catch (ExecutionException e) {
      return String.valueOf(e.getMessage()).contains("closed") ? "closed" : String.valueOf(e);
    }
  }

  private void awaitClosedFolder() throws InterruptedException {
    long end = System.currentTimeMillis() + ENDS_MILLIS;
    while (!toy.folder.isClosed() && System.currentTimeMillis() < end) {
      Thread.sleep(2);
    }
    assertThat(toy.folder.isClosed()).isTrue();
  }
}
