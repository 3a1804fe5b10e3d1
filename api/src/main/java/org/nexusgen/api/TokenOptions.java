package org.nexusgen.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
 * @param stop texts that end an answer; they are not part of it
 * @param sampler name of the token sampler
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
    Optional<String> sampler) {
  public TokenOptions {
    stop = List.copyOf(stop);
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
