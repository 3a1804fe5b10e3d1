package org.nexusgen.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;
import picocli.CommandLine.Option;

/** How pictures are painted; what is not given takes the model's default. */
final class DecodeArguments {
  @Option(names = "--width", paramLabel = "N", description = "Width in pixels (512).")
  private @Nullable Integer width;

  @Option(names = "--height", paramLabel = "N", description = "Height in pixels (512).")
  private @Nullable Integer height;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of the sampler (50).")
  private @Nullable Integer steps;

  @Option(
      names = "--cfg-scale",
      paramLabel = "X",
      description = "Classifier-free guidance; 1: none (3 to generate, 1 to edit).")
  private @Nullable Double cfgScale;

  @Option(names = "--guidance", paramLabel = "X", description = "FLUX's guidance input (3.5).")
  private @Nullable Double guidance;

  @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "What to avoid.")
  private @Nullable String negativePrompt;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description =
          "Diffusion sampler; 'nexusgen parts' lists them; else the setting pipeline.sampler"
              + " (the model's own, euler).")
  private @Nullable String sampler;

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      description =
          "generation or editing weights, or the name of a decoder part; else the settings"
              + " pipeline.generationDecoder and pipeline.editingDecoder.")
  private @Nullable String decoder;

  @Option(
      names = "--input-image",
      paramLabel = "FILE",
      description = "Begin from this picture instead of noise alone.")
  private @Nullable Path inputImage;

  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "Noise over the input image, above 0 to 1 (1).")
  private @Nullable Double strength;

  @Option(
      names = "--tea-cache",
      paramLabel = "X",
      description = "Skip transformer calls that change less than X, as the reference does.")
  private @Nullable Double teaCache;

  @Option(
      names = "--tea-cache-per-branch",
      description = "Keep a TeaCache for each branch of the guidance.")
  private boolean teaCachePerBranch;

  @Option(
      names = "--tile",
      paramLabel = "N",
      description = "Work in tiles of N latent cells, for large pictures.")
  private @Nullable Integer tile;

  @Option(names = "--tile-stride", paramLabel = "N", description = "Between tiles (half a tile).")
  private @Nullable Integer tileStride;

  @Option(
      names = "--n",
      paramLabel = "N",
      description = "Pictures for each prompt, seeds counting up (${DEFAULT-VALUE}).")
  private int count = 1;

  int count() {
    return count;
  }

  DecodeOptions options(Tools tools, @Nullable Long seed) {
    Optional<Image> input =
        Optional.ofNullable(inputImage).map(file -> tools.images().get().read(file).dropAlpha());
    Optional<DecodingTask> task =
        Arrays.stream(DecodingTask.values()).filter(one -> one.word().equals(decoder)).findFirst();
    return new DecodeOptions(
        optional(width),
        optional(height),
        optional(steps),
        TokenArguments.optional(cfgScale),
        TokenArguments.optional(guidance),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        Optional.ofNullable(negativePrompt),
        Optional.ofNullable(sampler),
        task,
        task.isPresent() ? Optional.empty() : Optional.ofNullable(decoder),
        input,
        TokenArguments.optional(strength),
        Optional.ofNullable(teaCache).map(limit -> new TeaCache(limit, teaCachePerBranch)),
        Optional.ofNullable(tile).map(size -> new Tiling(size, stride(size))),
        Checks.atLeast("--n", count, 1));
  }

  /** Says of options that change nothing that they do not. */
  void noteUnused(PrintStream err) {
    if (tileStride != null && tile == null) {
      err.println("nexusgen: note: --tile-stride has no effect without --tile");
    }
    if (teaCachePerBranch && teaCache == null) {
      err.println("nexusgen: note: --tea-cache-per-branch has no effect without --tea-cache");
    }
  }

  private int stride(int size) {
    return tileStride == null ? Math.max(1, size / 2) : tileStride;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
