package org.nexusgen.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;

/**
 * How the backbone writes; what is empty comes from the model's generation_config.json.
 *
 * @param maxTokens budget of an answer, image placeholders included; 1024 if empty
 * @param greedy always the best token
 * @param temperature above 0
 * @param topK best tokens that stay; 0 for all
 * @param topP probability that they must reach
 * @param repetitionPenalty 1 for none
 * @param seed of token sampling
 * @param stop texts that end an answer, none empty; they are not part of it
 * @param sampler name of the token sampler
 * @param imageMode how image embeddings are predicted: in one pass, or as in experiments
 * @param positions of the words after an image: as the reference, or as in training
 */
public record TokenOptions(
    OptionalInt maxTokens,
    boolean greedy,
    OptionalDouble temperature,
    OptionalInt topK,
    OptionalDouble topP,
    OptionalDouble repetitionPenalty,
    OptionalLong seed,
    List<String> stop,
    Optional<String> sampler,
    ImageMode imageMode,
    PositionMode positions) {
  public TokenOptions {
    stop = List.copyOf(stop);
    if (stop.contains("")) { // every answer would be over before it begins
      throw new BadInputException("stop text: got an empty one, wants a text that ends an answer");
    }
  }

  /** Options with the product's own way of predicting images. */
  public TokenOptions(
      OptionalInt maxTokens,
      boolean greedy,
      OptionalDouble temperature,
      OptionalInt topK,
      OptionalDouble topP,
      OptionalDouble repetitionPenalty,
      OptionalLong seed,
      List<String> stop,
      Optional<String> sampler) {
    this(
        maxTokens,
        greedy,
        temperature,
        topK,
        topP,
        repetitionPenalty,
        seed,
        stop,
        sampler,
        ImageMode.ONE_PASS,
        PositionMode.REFERENCE);
  }

  /** The same options for an experiment. */
  public TokenOptions with(ImageMode mode, PositionMode after) {
    return new TokenOptions(
        maxTokens,
        greedy,
        temperature,
        topK,
        topP,
        repetitionPenalty,
        seed,
        stop,
        sampler,
        mode,
        after);
  }

  /** The model's own settings. */
  public static TokenOptions model() {
    return new TokenOptions(
        OptionalInt.empty(),
        false,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }
}
