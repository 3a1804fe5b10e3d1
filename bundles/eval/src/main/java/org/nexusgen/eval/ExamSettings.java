package org.nexusgen.eval;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.TokenOptions;

/**
 * How a model is asked.
 *
 * @param seed of samples and noise
 * @param steps of the diffusion sampler; empty for the model's default
 * @param maxTokens of an answer
 */
record ExamSettings(long seed, OptionalInt steps, int maxTokens) {
  /** The best token always: a score has no luck in it. */
  TokenOptions tokens() {
    return new TokenOptions(
        OptionalInt.of(maxTokens),
        true,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }

  /** For the n-th picture: each has noise of its own. */
  DecodeOptions decoding(long index) {
    return new DecodeOptions(
        OptionalInt.empty(),
        OptionalInt.empty(),
        steps,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.of(seed + index),
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
}
