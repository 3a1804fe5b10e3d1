package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;

@DisplayName("A part that shows no sign of life")
class SilentPartTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long ENDS_MILLIS = 20_000;

  private final Stuck stuck = Stuck.forEver();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void release() {
    stuck.release();
    threads.shutdownNow();
  }

  @Test
  @DisplayName("is given up: the error names it, what it was asked and the setting, others work on")
  void givenUp() throws Exception {
    try (ToyModel toy = new ToyModel(SHORT)) {
      toy.decoder(() -> stuckDecoder(stuck));
      assertThatThrownBy(() -> toy.paint(Optional.empty()))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining("decoder 'bad' 0")
          .hasMessageContaining("shows no sign of life")
          .hasMessageContaining("asked to decode a picture of 8x8")
          .hasMessageContaining("in vain and is left behind")
          .hasMessageContaining("choose another by --decoder")
          .hasMessageContaining("pipeline.patienceSeconds");
      assertThat(toy.swaps("decoder").givenUp()).isEqualTo(1);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(toy.paint(Optional.of(Toys.NAME)).image().width()).isEqualTo(8);

      stuck.release();
      for (Thread thread : stuck.threads()) {
        thread.join(ENDS_MILLIS);
        assertThat(thread.isAlive()).as("thread of the part that came back").isFalse();
      }
    }
  }

  @Test
  @DisplayName("is interrupted first, and leaves no thread behind if it heeds that")
  void interrupted() throws Exception {
    Stuck heeding = Stuck.untilInterrupted();
    try (ToyModel toy = new ToyModel(SHORT)) {
      toy.decoder(() -> stuckDecoder(heeding));
      assertThatThrownBy(() -> toy.paint(Optional.empty()))
          .hasMessageContaining("it was interrupted;")
          .hasMessageNotContaining("left behind");
      for (Thread thread : heeding.threads()) {
        thread.join(ENDS_MILLIS);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  @DisplayName("can be taken away at once, and is closed when its call comes back, not before")
  void swappedAway() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    try (ToyModel toy = new ToyModel(SHORT)) {
      VisionDecoder.Provider bad = toy.decoder(() -> stuckDecoder(stuck, closed));
      assertThatThrownBy(() -> toy.paint(Optional.empty())).hasMessageContaining("'bad'");
      toy.figure.decoders.remove(bad);
      assertThat(toy.swaps("decoder").abandoned()).as("departures that had to wait").isZero();
      assertThat(closed).as("closed under its call").isFalse();
      stuck.release();
      awaitTrue(closed);
    }
  }

  @Test
  @DisplayName("gets no more calls when too many of them never came back")
  void tooMany() {
    OpenPart<Stub> part = new OpenPart<>(label(), new Stub(), () -> {});
    try (Watch hasty = new Watch(Duration.ofMillis(1), lost -> {});
        Watch patient = new Watch(LONG, lost -> {})) {
      for (int i = 0; i < 16; i++) {
        threads.execute(() -> ignored(() -> part.call(hasty, "stay", (stub, pulse) -> stay())));
      }
      while (!refuses(part, patient)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @DisplayName("is the sampler, if that hangs inside a decoder")
  void sampler() {
    try (ToyModel toy = new ToyModel(SHORT)) {
      toy.figure.samplers.remove(toy.figure.samplers.all().get(0));
      toy.figure.samplers.put(
          new Toys.Steps() {
            @Override
            public float[] sample(
                Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
              stuck.stay();
              return start;
            }
          },
          Map.of());
      assertThatThrownBy(() -> toy.paint(Optional.empty()))
          .hasMessageStartingWith("sampler 'toy'")
          .hasMessageContaining("--sampler");
      assertThat(toy.swaps("sampler").givenUp()).isEqualTo(1);
      assertThat(toy.swaps("decoder").givenUp()).isZero();
    }
  }

  @Test
  @DisplayName("is the token sampler, if that hangs inside a backbone")
  void tokenSampler() {
    try (ToyModel toy = new ToyModel(SHORT)) {
      toy.figure.tokenSamplers.put(
          new Toys.Best() {
            @Override
            public TokenSampler.Chooser begin(TokenSampling sampling) {
              return (scores, seen) -> {
                stuck.stay();
                return 0;
              };
            }
          },
          ToyModel.first());
      assertThatThrownBy(toy::ask)
          .hasMessageStartingWith("token sampler 'toy'")
          .hasMessageContaining("--token-sampler");
    }
  }

  @Test
  @DisplayName("is the tokenizer, if that hangs while an answer is streamed")
  void tokenizer() {
    try (ToyModel toy = new ToyModel(SHORT)) {
      toy.tokenizer(
          () ->
              new Toys.Words() {
                @Override
                public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
                  return new StreamingDecoder() {
                    @Override
                    public String next(int id) {
                      stuck.stay();
                      return "";
                    }

                    @Override
                    public String finish() {
                      return "";
                    }
                  };
                }
              });
      assertThatThrownBy(toy::ask)
          .hasMessageStartingWith("tokenizer 'bad'")
          .hasMessageContaining("decode the id 6");
    }
  }

  @Test
  @DisplayName(
      "while it is opened keeps no other part from being opened; one that comes late is"
          + " closed")
  void opening() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    try (ToyModel toy = new ToyModel(Duration.ofSeconds(2))) {
      toy.encoder(
          () -> {
            stuck.stay();
            return new Toys.Encoder() {
              @Override
              public void close() {
                closed.set(true);
              }
            };
          });
      Future<String> asking = threads.submit(toy::ask);
      stuck.awaitCall();
      assertThat(toy.paint(Optional.empty()).pictures()).hasSize(1);
      assertThat(asking.isDone()).as("waits for the encoder still").isFalse();
      assertThatThrownBy(asking::get)
          .cause()
          .hasMessageStartingWith("vision encoder 'bad'")
          .hasMessageContaining("load what it needs of the model");
      stuck.release();
      awaitTrue(closed);
    }
  }

  @Test
  @DisplayName("is not one that goes on step by step, however long all of them take")
  void steps() {
    Duration patience = Duration.ofSeconds(2);
    try (ToyModel toy = new ToyModel(patience)) {
      long start = System.nanoTime();
      toy.decoder(
          () ->
              new Toys.Decoder() {
                @Override
                float[] velocity(float[] latents, Cancellation cancellation) {
                  pause(patience.dividedBy(2).plusMillis(100));
                  return super.velocity(latents, cancellation);
                }
              });
      assertThat(toy.paint(Optional.empty()).pictures()).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(patience);
    }
  }

  @Test
  @DisplayName("is not blamed for the time that a listener takes")
  void listener() {
    Duration patience = Duration.ofSeconds(1);
    try (ToyModel toy = new ToyModel(patience)) {
      StringBuilder heard = new StringBuilder();
      Thread caller = Thread.currentThread();
      toy.nexusGen.understand(
          org.nexusgen.api.UnderstandingRequest.of("what?"),
          new org.nexusgen.api.JobListener() {
            @Override
            public void text(String piece) {
              assertThat(Thread.currentThread()).isSameAs(caller);
              pause(patience.plusMillis(300));
              heard.append(piece);
            }
          },
          new Cancellation());
      assertThat(heard).hasToString("word word ");
    }
  }

  @Test
  @DisplayName("is called on the request's own thread where patience is 0, for ever")
  void unwatched() {
    Thread[] seen = new Thread[1];
    try (ToyModel toy = new ToyModel(Duration.ZERO)) {
      toy.encoder(
          () ->
              new Toys.Encoder() {
                @Override
                public VisionEncoding encode(List<Image> images, ImageRoute route) {
                  seen[0] = Thread.currentThread();
                  return super.encode(images, route);
                }
              });
      assertThat(toy.ask()).isNotEmpty();
    }
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  @DisplayName("is interrupted when its request is, which stays interrupted")
  void requestInterrupted() throws Exception {
    Stuck heeding = Stuck.untilInterrupted();
    try (ToyModel toy = new ToyModel(LONG)) {
      toy.decoder(() -> stuckDecoder(heeding));
      AtomicBoolean flag = new AtomicBoolean();
      Throwable[] end = new Throwable[1];
      Thread request =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      toy.paint(Optional.empty());
                    } catch (RuntimeException e) {
                      end[0] = e;
                    }
                    flag.set(Thread.currentThread().isInterrupted());
                  });
      heeding.awaitCall();
      request.interrupt();
      request.join();
      assertThat(end[0]).isInstanceOf(org.nexusgen.api.CancelledException.class);
      assertThat(flag).isTrue();
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitTrue(AtomicBoolean value) throws InterruptedException {
    long end = System.currentTimeMillis() + ENDS_MILLIS;
    while (!value.get() && System.currentTimeMillis() < end) {
      Thread.sleep(2);
    }
    assertThat(value).isTrue();
  }

  private static VisionDecoder stuckDecoder(Stuck stuck) {
    return stuckDecoder(stuck, new AtomicBoolean());
  }

  private static VisionDecoder stuckDecoder(Stuck stuck, AtomicBoolean closed) {
    return new Toys.Decoder() {
      @Override
      float[] velocity(float[] latents, Cancellation cancellation) {
        stuck.stay();
        return super.velocity(latents, cancellation);
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  private static final class Stub implements AutoCloseable {
    @Override
    public void close() {}
  }

  private String stay() {
    stuck.stay();
    return "";
  }

  private static PartLabel label() {
    return new PartLabel("decoder", "bad", "1", Stub.class);
  }

  private static void ignored(Runnable call) {
    try {
      call.run();
    } catch (NexusGenException e) {
      // given up, or refused
    }
  }

  private static boolean refuses(OpenPart<Stub> part, Watch watch) {
    try {
      part.call(watch, "answer", (stub, pulse) -> "answer");
      return false;
    } catch (NexusGenException e) {
      assertThat(e).hasMessageContaining("gets no more calls: 16 of them never came back");
      return true;
    }
  }
}
