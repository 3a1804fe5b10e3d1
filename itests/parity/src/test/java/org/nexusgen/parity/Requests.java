package org.nexusgen.parity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.Language;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;

/** Requests as tests need them. */
final class Requests {
  private Requests() {}

  static TokenOptions tokens(int max, boolean greedy, double penalty) {
    return new TokenOptions(
        OptionalInt.of(max),
        greedy,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(penalty),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }

  static ImaginingRequest imagining(List<Image> images, String prompt, TokenOptions tokens) {
    return new ImaginingRequest(images, prompt, Language.EN, false, tokens);
  }

  static PaintingRequest painting(List<Image> images, String prompt, DecodeOptions decoding) {
    return new PaintingRequest(imagining(images, prompt, TokenOptions.model()), decoding);
  }

  static DecodeOptions seed(long seed) {
    return decoding(72, 72, 20, 1.0, seed, DecodingTask.GENERATION).withTask(Optional.empty());
  }

  static DecodeOptions seed(long seed, DecodingTask task) {
    return decoding(72, 72, 20, 1.0, seed, task).options();
  }

  static Recipe decoding(
      int width, int height, int steps, double cfgScale, long seed, DecodingTask task) {
    return new Recipe(
        width,
        height,
        steps,
        cfgScale,
        seed,
        Optional.of(task),
        Optional.empty(),
        1.0,
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** Decode options with the few fields that tests vary. */
  record Recipe(
      int width,
      int height,
      int steps,
      double cfgScale,
      long seed,
      Optional<DecodingTask> task,
      Optional<Image> inputImage,
      double strength,
      OptionalDouble teaCache,
      Optional<Tiling> tiling) {
    DecodeOptions withTask(Optional<DecodingTask> other) {
      return new Recipe(
              width, height, steps, cfgScale, seed, other, inputImage, strength, teaCache, tiling)
          .options();
    }

    Recipe from(Image image, double newStrength) {
      return new Recipe(
          width,
          height,
          steps,
          cfgScale,
          seed,
          task,
          Optional.of(image),
          newStrength,
          teaCache,
          tiling);
    }

    Recipe cached(double threshold) {
      return new Recipe(
          width,
          height,
          steps,
          cfgScale,
          seed,
          task,
          inputImage,
          strength,
          OptionalDouble.of(threshold),
          tiling);
    }

    Recipe tiled(int size, int stride) {
      return new Recipe(
          width,
          height,
          steps,
          cfgScale,
          seed,
          task,
          inputImage,
          strength,
          teaCache,
          Optional.of(new Tiling(size, stride)));
    }

    DecodeOptions options() {
      Optional<TeaCache> cache =
          teaCache.isEmpty()
              ? Optional.empty()
              : Optional.of(new TeaCache(teaCache.getAsDouble(), false));
      return new DecodeOptions(
          OptionalInt.of(width),
          OptionalInt.of(height),
          OptionalInt.of(steps),
          OptionalDouble.of(cfgScale),
          OptionalDouble.of(3.5),
          OptionalLong.of(seed),
          Optional.empty(),
          Optional.of("euler"),
          task,
          Optional.empty(),
          inputImage,
          OptionalDouble.of(strength),
          cache,
          tiling,
          1);
    }
  }
}
