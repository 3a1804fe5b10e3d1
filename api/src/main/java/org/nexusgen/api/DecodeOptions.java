package org.nexusgen.api;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;

/**
 * How a picture is painted; what is empty takes the model's default for the task.
 *
 * @param width in pixels
 * @param height in pixels
 * @param steps of the sampler
 * @param cfgScale classifier-free guidance
 * @param guidance FLUX's distilled guidance input
 * @param seed of the first picture's noise; the n-th picture has seed + n - 1
 * @param negativePrompt for guidance; empty is the empty prompt
 * @param sampler name of the diffusion sampler
 * @param decoder which decoder weights; empty for the task's own
 * @param decoderPart name of the decoder part; empty for the one that ranks first
 * @param inputImage for image-to-image
 * @param strength of image-to-image, 0 to 1
 * @param teaCache reuse of transformer results
 * @param tiling of transformer and autoencoder
 * @param count pictures per prompt
 */
public record DecodeOptions(
    OptionalInt width,
    OptionalInt height,
    OptionalInt steps,
    OptionalDouble cfgScale,
    OptionalDouble guidance,
    OptionalLong seed,
    Optional<String> negativePrompt,
    Optional<String> sampler,
    Optional<DecodingTask> decoder,
    Optional<String> decoderPart,
    Optional<Image> inputImage,
    OptionalDouble strength,
    Optional<TeaCache> teaCache,
    Optional<Tiling> tiling,
    int count) {
  /** Far above what guides anything; from about 1e35 on, networks in float32 give no numbers. */
  private static final int MOST_GUIDANCE = 1_000_000;

  public DecodeOptions {
    if (count < 1) {
      throw new BadInputException("number of pictures: got " + count + ", wants 1 or more");
    }
    checkGuidance("cfg scale", cfgScale);
    checkGuidance("guidance", guidance);
  }

  private static void checkGuidance(String what, OptionalDouble got) {
    if (got.isPresent() && !(Math.abs(got.getAsDouble()) <= MOST_GUIDANCE)) {
      throw new BadInputException(
          "%s: got %s, wants a number from -%d to %3$d"
              .formatted(what, got.getAsDouble(), MOST_GUIDANCE));
    }
  }

  /** The model's defaults, one picture. */
  public static DecodeOptions model() {
    return new DecodeOptions(
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /** The same options for another number of pictures. */
  public DecodeOptions withCount(int pictures) {
    return new DecodeOptions(
        width,
        height,
        steps,
        cfgScale,
        guidance,
        seed,
        negativePrompt,
        sampler,
        decoder,
        decoderPart,
        inputImage,
        strength,
        teaCache,
        tiling,
        pictures);
  }

  /** The same options for another number of steps. */
  public DecodeOptions withSteps(int number) {
    return new DecodeOptions(
        width,
        height,
        OptionalInt.of(number),
        cfgScale,
        guidance,
        seed,
        negativePrompt,
        sampler,
        decoder,
        decoderPart,
        inputImage,
        strength,
        teaCache,
        tiling,
        count);
  }

  /** The same options for another seed of the first picture's noise. */
  public DecodeOptions withSeed(long number) {
    return new DecodeOptions(
        width,
        height,
        steps,
        cfgScale,
        guidance,
        OptionalLong.of(number),
        negativePrompt,
        sampler,
        decoder,
        decoderPart,
        inputImage,
        strength,
        teaCache,
        tiling,
        count);
  }
}
