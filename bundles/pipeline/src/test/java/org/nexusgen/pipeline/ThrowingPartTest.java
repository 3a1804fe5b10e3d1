package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;

@DisplayName("A part that throws")
class ThrowingPartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ToyModel toy = new ToyModel(PATIENCE);

  @AfterEach
  void close() {
    toy.close();
  }

  @ParameterizedTest(name = "{0} s of patience")
  @ValueSource(ints = {0, 60})
  @DisplayName("an exception of its own is named with it, and the next request is served")
  void exception(int seconds) {
    toy.configure(Duration.ofSeconds(seconds), PATIENCE);
    throwing(new IllegalStateException("tripped"));
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .isExactlyInstanceOf(NexusGenException.class)
        .hasMessageContaining("decoder 'bad' 0")
        .hasMessageContaining("asked to decode a picture of 8x8")
        .hasMessageContaining("java.lang.IllegalStateException: tripped")
        .hasMessageContaining("--decoder")
        .hasRootCauseMessage("tripped");
    assertThat(toy.paint(Optional.of(Toys.NAME)).pictures()).hasSize(1);
  }

  @Test
  @DisplayName("for want of memory says so, and what helps")
  void outOfMemory() {
    throwing(new OutOfMemoryError("Java heap space"));
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .isExactlyInstanceOf(NexusGenException.class)
        .hasMessageContaining("memory is used up (Java heap space)")
        .hasMessageContaining("-Xmx");
    assertThat(toy.paint(Optional.of(Toys.NAME)).pictures()).hasSize(1);
  }

  @Test
  @DisplayName("an error of linkage or a stack that overflows fails its request, not the platform")
  void errors() {
    for (Error error :
        List.of(new NoClassDefFoundError("com/example/Gone"), new StackOverflowError())) {
      throwing(error);
      assertThatThrownBy(() -> toy.paint(Optional.empty()))
          .isExactlyInstanceOf(NexusGenException.class)
          .hasMessageContaining(error.toString())
          .hasCause(error);
    }
    assertThat(toy.paint(Optional.of(Toys.NAME)).pictures()).hasSize(1);
  }

  @Test
  @DisplayName("a checked exception that nobody declared is as any other")
  void sneaked() {
    throwing(new IOException("disk on fire"));
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .isExactlyInstanceOf(NexusGenException.class)
        .hasMessageContaining("java.io.IOException: disk on fire");
  }

  @Test
  @DisplayName("an exception of the api keeps its kind and its words")
  void known() {
    throwing(new BadInputException("size: got 9"));
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage("size: got 9");
  }

  @Test
  @DisplayName("when it is opened is tried again by the next request")
  void opening() {
    AtomicInteger tries = new AtomicInteger();
    toy.decoder(
        () -> {
          if (tries.incrementAndGet() == 1) {
            throw new IllegalArgumentException("not today");
          }
          return new Toys.Decoder();
        });
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .hasMessageContaining("decoder 'bad'")
        .hasMessageContaining("load what it needs of the model")
        .hasMessageContaining("not today");
    assertThat(toy.paint(Optional.empty()).report().parts()).containsEntry("decoder", "bad 0");
  }

  @Test
  @DisplayName("is the sampler, if that fails inside a decoder")
  void sampler() {
    toy.figure.samplers.put(
        new Toys.Steps() {
          @Override
          public float[] sample(
              Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
            throw new ArrayIndexOutOfBoundsException("7");
          }
        },
        ToyModel.first());
    assertThatThrownBy(() -> toy.paint(Optional.empty()))
        .hasMessageStartingWith("sampler 'toy'")
        .hasMessageContaining("asked to sample");
  }

  @Test
  @DisplayName("is not a listener: what that throws reaches the caller as it is")
  void listener() {
    JobListener failing =
        new JobListener() {
          @Override
          public void progress(String stage, int done, int total) {
            throw new IllegalStateException("the caller's own");
          }
        };
    assertThatThrownBy(
            () ->
                toy.nexusGen.understand(
                    UnderstandingRequest.of("what?"), failing, new Cancellation()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("the caller's own");
    assertThat(toy.ask()).isNotEmpty();
  }

  @Test
  @DisplayName("in one turn of a chat costs that turn alone, which is not remembered")
  void chat() {
    AtomicInteger calls = new AtomicInteger();
    toy.encoder(
        () ->
            new Toys.Encoder() {
              @Override
              public VisionEncoding encode(List<Image> images, ImageRoute route) {
                if (calls.incrementAndGet() == 1) {
                  throw new UnsupportedOperationException("blind");
                }
                return super.encode(images, route);
              }
            });
    Conversation chat = toy.nexusGen.chat();
    assertThatThrownBy(() -> say(chat)).hasMessageContaining("blind");
    assertThat(chat.history()).isEmpty();
    say(chat);
    assertThat(chat.history()).hasSize(2);
  }

  @Test
  @DisplayName("nothing may call the pipeline it is called by")
  void callsBack() {
    toy.decoder(
        () ->
            new Toys.Decoder() {
              @Override
              float[] velocity(float[] latents, Cancellation cancellation) {
                toy.ask();
                return latents.clone();
              }
            });
    assertThat(toy.paint(Optional.empty()).pictures()).hasSize(1);
  }

  @Test
  @DisplayName("when it is asked for its name is left out, and the others are there")
  void nameless() {
    Toys.Best nameless =
        new Toys.Best() {
          @Override
          public String name() {
            throw new IllegalStateException("who am I?");
          }
        };
    assertThatThrownBy(() -> toy.figure.tokenSamplers.put(nameless, Map.of()))
        .hasMessage("who am I?");
    assertThat(toy.figure.parts()).isNotEmpty();
    assertThat(toy.ask()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "something else than a cancellation after its request was interrupted is one all the"
          + " same")
  void interruptedAndThrowing() {
    toy.decoder(
        () ->
            new Toys.Decoder() {
              @Override
              float[] velocity(float[] latents, Cancellation cancellation) {
                Stuck.untilInterrupted().stay();
                throw new IllegalStateException("torn");
              }
            });
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> toy.paint(Optional.empty())).isInstanceOf(CancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private static void say(Conversation chat) {
    chat.say(
        List.of(Toys.picture(8)),
        "what?",
        new ChatOptions(
            Conversation.Kind.TALK,
            Language.EN,
            TokenOptions.model(),
            DecodeOptions.model(),
            PartChoice.best()),
        JobListener.silent(),
        new Cancellation());
  }

  private void throwing(Throwable failure) {
    toy.decoder(
        () ->
            new Toys.Decoder() {
              @Override
              float[] velocity(float[] latents, Cancellation cancellation) {
                throw ThrowingPartTest.<RuntimeException>sneaky(failure);
              }
            });
    // the newest of equals comes last: make it first
    var providers = toy.figure.decoders.all();
    providers.stream()
        .filter(one -> one.name().equals("bad"))
        .limit(providers.stream().filter(one -> one.name().equals("bad")).count() - 1)
        .forEach(toy.figure.decoders::remove);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }
}
