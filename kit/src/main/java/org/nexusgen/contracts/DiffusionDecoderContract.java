package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** What a vision decoder promises that moves noise to a picture with the request's sampler. */
@ConsumerType
public abstract class DiffusionDecoderContract extends VisionDecoderContract {
  protected DiffusionDecoderContract() {}

  @Test
  @DisplayName("another seed gives another picture")
  void seeds() {
    try (VisionDecoder decoder = decoder()) {
      assertThat(decode(decoder, settings(SEED)).image().pixels())
          .isNotEqualTo(decode(decoder, settings(SEED + 1)).image().pixels());
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
          .isThrownBy(() -> decode(decoder, wider, settings(SEED)))
          .withMessageContaining(Integer.toString(width));
    }
  }
}
