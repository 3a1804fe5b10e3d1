package org.nexusgen.pipeline;

import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.vision.ImageGrid;

/** Fills what a request leaves open from the model's own generation settings. */
final class TokenChoices {
  /** The reference scripts' {@code max_new_tokens}. */
  static final int MAX_TOKENS = 1024;

  private TokenChoices() {}

  static TokenSampling sampling(TokenOptions options, TokenSampling model) {
    boolean asksForChance =
        options.temperature().isPresent()
            || options.topK().isPresent()
            || options.topP().isPresent();
    return new TokenSampling(
        options.greedy() || (model.greedy() && !asksForChance),
        options.temperature().orElse(model.temperature()),
        options.topK().orElse(model.topK()),
        options.topP().orElse(model.topP()),
        options.repetitionPenalty().orElse(model.repetitionPenalty()),
        options.seed().orElse(model.seed()));
  }

  /** Settings of one answer; the budget never exceeds what the context leaves. */
  static GenerationSettings settings(
      TokenOptions options, BackboneInfo info, ImageGrid grid, int promptLength, int images) {
    int left = Math.max(1, info.contextLength() - promptLength);
    return new GenerationSettings(
        Math.min(options.maxTokens().orElse(MAX_TOKENS), left),
        sampling(options, info.defaults()),
        grid,
        options.imageMode(),
        options.positions(),
        images,
        false);
  }

  /** The same answer, begun with an image. */
  static GenerationSettings withForcedImage(GenerationSettings settings) {
    return new GenerationSettings(
        settings.maxNewTokens(),
        settings.sampling(),
        settings.grid(),
        settings.mode(),
        settings.positions(),
        settings.imagesAllowed(),
        true);
  }
}
