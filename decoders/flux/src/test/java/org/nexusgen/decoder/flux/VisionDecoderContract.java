package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
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

/**
 * What every vision decoder keeps. The author of one extends this and says how to make it, what to
 * give it, and a size that its latents have exactly.
 */
abstract class VisionDecoderContract {
  private static final int STEPS = 3;
  private static final long SEED = 7;

  /** A decoder of small dims; this class closes it. */
  protected abstract VisionDecoder decoder();

  protected abstract Conditioning conditioning();

  protected abstract TextConditioning emptyPrompt();

  protected abstract DiffusionSampler sampler();

  /** A size that needs no rounding, larger than 16x16. */
  protected abstract PixelSize size();

  private DecodeSettings settings(PixelSize size, long seed, double cfg, Optional<Image> input) {
    return new DecodeSettings(
        size,
        STEPS,
        cfg,
        3.5,
        seed,
        emptyPrompt(),
        Optional.empty(),
        input,
        input.isPresent() ? 0.5 : 1,
        Optional.empty(),
        Optional.empty());
  }

  private DecodeSettings settings(long seed) {
    return settings(size(), seed, 1, Optional.empty());
  }

  private Decoding decode(VisionDecoder decoder, DecodeSettings settings) {
    return decoder.decode(
        conditioning(), settings, sampler(), DecodeListener.silent(), new Cancellation());
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
  @DisplayName("the same request gives the same bytes, another seed gives others")
  void repeatable() {
    try (VisionDecoder decoder = decoder()) {
      byte[] first = decode(decoder, settings(SEED)).image().pixels();
      assertThat(decode(decoder, settings(SEED)).image().pixels()).isEqualTo(first);
      assertThat(decode(decoder, settings(SEED + 1)).image().pixels()).isNotEqualTo(first);
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
  @DisplayName("each step is told, in order")
  void listeners() {
    List<String> told = new ArrayList<>();
    try (VisionDecoder decoder = decoder()) {
      decoder.decode(
          conditioning(),
          settings(SEED),
          sampler(),
          (done, total) -> told.add(done + "/" + total),
          new Cancellation());
    }
    assertThat(told).containsExactly("1/3", "2/3", "3/3");
  }

  @Test
  @DisplayName("a cancellation ends the work within one step")
  void cancelled() {
    Cancellation cancellation = new Cancellation();
    List<Integer> told = new ArrayList<>();
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(CancelledException.class)
          .isThrownBy(
              () ->
                  decoder.decode(
                      conditioning(),
                      settings(SEED),
                      sampler(),
                      (done, total) -> {
                        told.add(done);
                        cancellation.cancel();
                      },
                      cancellation));
      assertThat(told).containsExactly(1);
      assertThatExceptionOfType(CancelledException.class)
          .isThrownBy(
              () ->
                  decoder.decode(
                      conditioning(),
                      settings(SEED),
                      sampler(),
                      (done, total) -> told.add(done),
                      cancellation));
      assertThat(told).containsExactly(1);
    }
  }

  @Test
  @DisplayName("guidance without a negative conditioning is refused")
  void noNegative() {
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> decode(decoder, settings(size(), SEED, 3, Optional.empty())))
          .withMessageContaining("negative");
    }
  }

  @Test
  @DisplayName("an input image of another size is refused with both sizes")
  void inputOfAnotherSize() {
    Image input = new Image(16, 16, Image.Channels.RGB, new byte[16 * 16 * 3]);
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> decode(decoder, settings(size(), SEED, 1, Optional.of(input))))
          .withMessageContaining("16x16")
          .withMessageContaining(size().toString());
    }
  }

  @Test
  @DisplayName("an input image changes where the latents begin")
  void inputImage() {
    byte[] gray = new byte[size().width() * size().height() * 3];
    Arrays.fill(gray, (byte) 127);
    Image input = new Image(size().width(), size().height(), Image.Channels.RGB, gray);
    try (VisionDecoder decoder = decoder()) {
      Decoding from = decode(decoder, settings(size(), SEED, 1, Optional.of(input)));
      Decoding noise = decode(decoder, settings(SEED));
      assertThat(from.initialLatents().floats()).isNotEqualTo(noise.initialLatents().floats());
    }
  }

  @Test
  @DisplayName("a conditioning of another width is refused")
  void otherWidth() {
    Tensor tokens = conditioning().tokens();
    int width = tokens.shape().size(2) + 1;
    int count = tokens.shape().size(1);
    Conditioning wider =
        new Conditioning(
            Tensor.of(new float[count * width], 1, count, width), conditioning().groups());
    try (VisionDecoder decoder = decoder()) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(
              () ->
                  decoder.decode(
                      wider,
                      settings(SEED),
                      sampler(),
                      DecodeListener.silent(),
                      new Cancellation()))
          .withMessageContaining(Integer.toString(width));
    }
  }
}
