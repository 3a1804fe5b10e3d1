package org.nexusgen.backbone.qwen;

import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.text.Prompt;

/**
 * A backbone whose images are written by naive autoregression, whatever mode is asked for: each
 * predicted embedding is the next input, so that errors grow along an image (the paper's figures 4
 * and 5). Text is not touched.
 */
final class NaiveBackbone implements AutoregressiveBackbone {
  private final AutoregressiveBackbone backbone;

  /** Owns the other from here on. */
  NaiveBackbone(AutoregressiveBackbone backbone) {
    this.backbone = backbone;
  }

  @Override
  public BackboneInfo info() {
    return backbone.info();
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation) {
    return backbone.generate(prompt, naive(settings), sampler, listener, cancellation);
  }

  @Override
  public List<Generation> generate(
      List<Prompt> prompts,
      GenerationSettings settings,
      TokenSampler sampler,
      Cancellation cancellation) {
    return backbone.generate(prompts, naive(settings), sampler, cancellation);
  }

  @Override
  public void close() {
    backbone.close();
  }

  private static GenerationSettings naive(GenerationSettings asked) {
    return new GenerationSettings(
        asked.maxNewTokens(),
        asked.sampling(),
        asked.grid(),
        ImageMode.NAIVE,
        asked.positions(),
        asked.imagesAllowed(),
        asked.forceImage());
  }
}
