package org.nexusgen.pipeline;

import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/**
 * Text conditionings of both branches. The positive branch always has CLIP's vector of the empty
 * prompt, the negative branch both encoders' outputs for the negative prompt. What the empty prompt
 * gives depends on weights alone, so it is kept in a small file and the encoders are not loaded.
 */
final class TextConditions {
  private static final String CACHE = "empty prompt";
  private static final String POOLED = "pooled";
  private static final String TOKENS = "tokens";

  private final Workbench bench;
  private final EmptyPromptCache cache;

  TextConditions(Workbench bench, EmptyPromptCache cache) {
    this.bench = bench;
    this.cache = cache;
  }

  /**
   * Whether the encoders will be asked for a picture.
   *
   * @param prompt of the negative branch; empty if there is no such branch
   */
  boolean needEncoders(Optional<String> prompt) {
    boolean both = prompt.isPresent();
    return !prompt.orElse("").isEmpty()
        || (shipped(both).isEmpty() && cache.find(bench.parts().context().model(), both).isEmpty());
  }

  /** What a model brings of the empty prompt, if that is enough. */
  private Optional<WeightStore> shipped(boolean withTokens) {
    ModelFolder model = bench.parts().context().model();
    return model.has(WeightSet.EMPTY_PROMPT)
        ? Optional.of(model.weights(WeightSet.EMPTY_PROMPT))
            .filter(store -> !withTokens || store.has(TOKENS))
        : Optional.empty();
  }

  /** Of the positive branch: the pooled vector is enough. */
  TextConditioning empty() {
    return known(false).orElseGet(() -> bake(false));
  }

  /** Of the negative branch. */
  TextConditioning negative(String prompt) {
    if (prompt.isEmpty()) {
      return known(true).orElseGet(() -> bake(true));
    }
    requireEncoders("negative prompt \"" + prompt + "\"", "use cfg scale 1");
    return bench.report().timed("text", () -> bench.textEncoder().encode(prompt));
  }

  private Optional<TextConditioning> known(boolean withTokens) {
    Optional<WeightStore> shipped = shipped(withTokens);
    if (shipped.isPresent()) {
      WeightStore store = shipped.get();
      Optional<Tensor> tokens =
          store.has(TOKENS) ? Optional.of(store.read(TOKENS)) : Optional.empty();
      return Optional.of(new TextConditioning(store.read(POOLED), tokens));
    }
    Optional<TextConditioning> found = cache.find(bench.parts().context().model(), withTokens);
    bench.report().tell(new Event.CacheAsked(CACHE, found.isPresent()));
    return found;
  }

  private TextConditioning bake(boolean withTokens) {
    if (withTokens) {
      requireEncoders("classifier-free guidance (cfg scale other than 1)", "use cfg scale 1");
    } else {
      requireEncoders("a picture", "copy empty_prompt.safetensors of a model that has it");
    }
    TextConditioning baked =
        bench
            .report()
            .timed(
                "text",
                () ->
                    withTokens
                        ? bench.textEncoder().encode("")
                        : new TextConditioning(bench.textEncoder().pooled(""), Optional.empty()));
    cache.keep(bench.parts().context().model(), baked);
    return baked;
  }

  private void requireEncoders(String purpose, String otherRemedy) {
    ModelFolder model = bench.parts().context().model();
    if (!model.has(WeightSet.CLIP_TEXT_ENCODER)) {
      throw new BadInputException(
          ("%s needs the text encoders of FLUX.1-dev: %s has none under"
                  + " FLUX/FLUX.1-dev/text_encoder and text_encoder_2; add them, or %s")
              .formatted(purpose, model.root(), otherRemedy));
    }
  }
}
