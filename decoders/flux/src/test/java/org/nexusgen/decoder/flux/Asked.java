package org.nexusgen.decoder.flux;

import java.util.Optional;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;

/** Decode settings for tests, one deviation at a time from seed 42, guidance 3.5, cfg 1. */
record Asked(DecodeSettings settings) {

  static Asked of(int width, int height, int steps, Tensor pooled) {
    return new Asked(
        new DecodeSettings(
            new PixelSize(width, height),
            steps,
            1,
            3.5,
            42,
            new TextConditioning(pooled, Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            1,
            Optional.empty(),
            Optional.empty()));
  }

  Asked guided(double cfgScale, Optional<TextConditioning> negative) {
    return with(
        cfgScale,
        negative,
        settings.inputImage(),
        settings.strength(),
        settings.teaCache(),
        settings.tiling());
  }

  Asked from(Image input, double strength) {
    return with(
        settings.cfgScale(),
        settings.negative(),
        Optional.of(input),
        strength,
        settings.teaCache(),
        settings.tiling());
  }

  Asked cached(TeaCache teaCache) {
    return with(
        settings.cfgScale(),
        settings.negative(),
        settings.inputImage(),
        settings.strength(),
        Optional.of(teaCache),
        settings.tiling());
  }

  Asked tiled(Tiling tiling) {
    return with(
        settings.cfgScale(),
        settings.negative(),
        settings.inputImage(),
        settings.strength(),
        settings.teaCache(),
        Optional.of(tiling));
  }

  private Asked with(
      double cfgScale,
      Optional<TextConditioning> negative,
      Optional<Image> inputImage,
      double strength,
      Optional<TeaCache> teaCache,
      Optional<Tiling> tiling) {
    return new Asked(
        new DecodeSettings(
            settings.size(),
            settings.steps(),
            cfgScale,
            settings.guidance(),
            settings.seed(),
            settings.emptyPrompt(),
            negative,
            inputImage,
            strength,
            teaCache,
            tiling));
  }
}
