package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What every vision decoder promises. The author of one extends this and says how to make it, what
 * to give it, and a size that its latents have exactly. A decoder that samples extends {@link
 * DiffusionDecoderContract} instead.
 */
@ConsumerType
public abstract class VisionDecoderContract {
  /** Steps of every request of {@link #settings}. */
  protected static final int STEPS = 3;

  /** Seed of requests whose noise does not matter. */
  protected static final long SEED = 7;

  private static final double GUIDANCE = 3.5;
  private static final double HALF_NOISE = 0.5;

  protected VisionDecoderContract() {}

  /** A decoder of small dims; this class closes it. */
  protected abstract VisionDecoder decoder();

  /** Tokens that the decoder takes. */
  protected abstract Conditioning conditioning();

  /** What the text encoder makes of the empty prompt. */
  protected abstract TextConditioning emptyPrompt();

  /** Any sampler; a decoder without steps takes no notice. */
  protected abstract DiffusionSampler sampler();

  /** A size that needs no rounding, larger than 16x16. */
  protected abstract PixelSize size();

  /** A request for a picture of {@link #size()} without guidance. */
  protected final DecodeSettings settings(long seed) {
    return settings(size(), seed, 1, Optional.empty());
  }

  /** A request of {@value #STEPS} steps. */
  protected final DecodeSettings settings(
      PixelSize size, long seed, double cfgScale, Optional<Image> input) {
    return new DecodeSettings(
        size,
        STEPS,
        cfgScale,
        GUIDANCE,
        seed,
        emptyPrompt(),
        Optional.empty(),
        input,
        input.isPresent() ? HALF_NOISE : 1,
        Optional.empty(),
        Optional.empty());
  }

  /** The contract's conditioning, decoded with the contract's sampler. */
  protected final Decoding decode(VisionDecoder decoder, DecodeSettings settings) {
    return decode(decoder, conditioning(), settings);
  }

  /** Another conditioning, decoded with the contract's sampler. */
  protected final Decoding decode(
      VisionDecoder decoder, Conditioning conditioning, DecodeSettings settings) {
    return decoder.decode(
        conditioning, settings, sampler(), DecodeListener.silent(), new Cancellation());
  }

  @Test
  @DisplayName("a picture has the size that was asked for, and finite latents behind it")
  void sizeAndLatents() {
    try (VisionDecoder decoder = decoder()) {
      Decoding decoding = decode(decoder, settings(SEED));
      assertThat(decoding.image().width()).isEqualTo(size().width());
      assertThat(decoding.image().height()).isEqualTo(size().height());
      assertThat(decoding.image().channels()).isEqualTo(Image.Channels.RGB);
      assertThat(decoding.notes()).isEmpty();
      assertThat(decoding.skippedCalls()).isEmpty();
      for (Tensor latents : List.of(decoding.initialLatents(), decoding.finalLatents())) {
        assertThat(latents.dtype()).isEqualTo(DType.F32);
        assertThat(latents.shape().rank()).isEqualTo(4);
        assertThat(latents.shape()).isEqualTo(decoding.initialLatents().shape());
        for (float value : latents.floats()) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  @DisplayName("a size that latents cannot have is rounded up, and said")
  void otherSizes() {
    PixelSize asked = new PixelSize(size().width() - 1, size().height() - 3);
    try (VisionDecoder decoder = decoder()) {
      Decoding decoding = decode(decoder, settings(asked, SEED, 1, Optional.empty()));
      assertThat(decoding.image().width()).isBetween(asked.width(), size().width());
      assertThat(decoding.image().height()).isBetween(asked.height(), size().height());
      boolean rounded =
          decoding.image().width() != asked.width() || decoding.image().height() != asked.height();
      assertThat(decoding.notes().isEmpty()).isNotEqualTo(rounded);
    }
  }

  @Test
  @DisplayName("the same request gives the same bytes")
  void repeatable() {
    try (VisionDecoder decoder = decoder()) {
      assertThat(decode(decoder, settings(SEED)).image().pixels())
          .isEqualTo(decode(decoder, settings(SEED)).image().pixels());
    }
  }

  @Test
  @DisplayName("other tokens give another picture, and are not changed")
  void otherTokens() {
    Conditioning opposite = withTokens(value -> -2 * value);
    float[] before = opposite.tokens().floats().clone();
    try (VisionDecoder decoder = decoder()) {
      assertThat(decode(decoder, opposite, settings(SEED)).image().pixels())
          .isNotEqualTo(decode(decoder, settings(SEED)).image().pixels());
    }
    assertThat(opposite.tokens().floats()).isEqualTo(before);
  }

  @Test
  @DisplayName("tokens that are not numbers make no picture")
  void notNumbers() {
    Conditioning broken = withTokens(value -> Float.NaN);
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(NexusGenException.class)
          .isThrownBy(() -> decode(decoder, broken, settings(SEED)))
          .withMessageContaining("NaN");
    }
  }

  @Test
  @DisplayName("requests on several threads do not disturb each other")
  void manyThreads() throws Exception {
    try (VisionDecoder decoder = decoder();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<byte[]>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        long seed = SEED + i % 2;
        work.add(() -> decode(decoder, settings(seed)).image().pixels());
      }
      List<Future<byte[]>> pictures = threads.invokeAll(work);
      for (int i = 2; i < pictures.size(); i++) {
        assertThat(pictures.get(i).get()).isEqualTo(pictures.get(i % 2).get());
      }
    }
  }

  @Test
  @DisplayName("steps are told in order, up to the last")
  void stepsAreTold() {
    List<Integer> told = new ArrayList<>();
    Set<Integer> totals = new HashSet<>();
    try (VisionDecoder decoder = decoder()) {
      decoder.decode(
          conditioning(),
          settings(SEED),
          sampler(),
          (done, total) -> {
            told.add(done);
            totals.add(total);
          },
          new Cancellation());
    }
    assertThat(told).isEqualTo(IntStream.rangeClosed(1, told.size()).boxed().toList()).isNotEmpty();
    assertThat(totals).containsExactly(told.size());
  }

  @Test
  @DisplayName("a request that is cancelled before it begins does nothing")
  void cancelledBefore() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    List<Integer> told = new ArrayList<>();
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(CancelledException.class)
          .isThrownBy(
              () ->
                  decoder.decode(
                      conditioning(),
                      settings(SEED),
                      sampler(),
                      (done, total) -> told.add(done),
                      cancellation));
    }
    assertThat(told).isEmpty();
  }

  private Conditioning withTokens(UnaryOperator<Float> change) {
    Tensor tokens = conditioning().tokens();
    float[] values = tokens.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = change.apply(values[i]);
    }
    return new Conditioning(Tensor.of(values, tokens.shape().toArray()), conditioning().groups());
  }
}
