package org.nexusgen.api.decode;

import java.util.Optional;
import java.util.OptionalDouble;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;

/**
 * How a conditioning becomes a picture.
 *
 * @param size wanted; decoders round up to what their latents can do, and say so in the result
 * @param steps of the sampler
 * @param cfgScale classifier-free guidance; at exactly 1 the negative branch is not run
 * @param guidance FLUX's distilled guidance input
 * @param seed of the noise
 * @param emptyPrompt text conditioning of the positive branch (pooled vector of the empty prompt)
 * @param negative text conditioning of the negative branch; needed when {@code cfgScale} is not 1
 * @param inputImage for image-to-image: its size must be the picture's
 * @param strength of the noise in image-to-image, 0 to 1; 1 is noise alone
 * @param teaCache reuse of transformer results; empty for none
 * @param tiling of transformer and autoencoder; empty for none
 */
public record DecodeSettings(
    PixelSize size,
    int steps,
    double cfgScale,
    double guidance,
    long seed,
    TextConditioning emptyPrompt,
    Optional<TextConditioning> negative,
    Optional<Image> inputImage,
    double strength,
    Optional<TeaCache> teaCache,
    Optional<Tiling> tiling) {
  /**
   * Skips transformer calls whose input changed little.
   *
   * @param threshold relative L1 distance that may pile up before a call is computed again
   * @param perBranch whether positive and negative branch have caches of their own; the reference
   *     shares one
   */
  public record TeaCache(double threshold, boolean perBranch) {
    public TeaCache {
      if (!(threshold > 0)) {
        throw new BadInputException("tea cache threshold: got " + threshold + ", wants above 0");
      }
    }
  }

  /**
   * Overlapping tiles, in latent cells (pixels when encoding).
   *
   * @param size of a tile's side
   * @param stride between tiles
   */
  public record Tiling(int size, int stride) {
    public Tiling {
      if (size < 2 || stride < 1 || stride > size) {
        throw new BadInputException(
            "tiling: got size %d and stride %d, wants size 2 or more and stride 1 to size"
                .formatted(size, stride));
      }
    }
  }

  public DecodeSettings {
    check(steps >= 1, "steps", steps, "1 or more");
    check(Double.isFinite(cfgScale), "cfg scale", cfgScale, "a number");
    check(Double.isFinite(guidance), "guidance", guidance, "a number");
    check(strength > 0 && strength <= 1, "strength", strength, "above 0, at most 1");
  }

  private static void check(boolean right, String what, Number got, String wanted) {
    if (!right) {
      throw new BadInputException("%s: got %s, wants %s".formatted(what, got, wanted));
    }
  }

  /** Empty, or the threshold with the reference's shared cache: how commands state it. */
  public static Optional<TeaCache> sharedTeaCache(OptionalDouble threshold) {
    return threshold.isEmpty()
        ? Optional.empty()
        : Optional.of(new TeaCache(threshold.getAsDouble(), false));
  }
}
