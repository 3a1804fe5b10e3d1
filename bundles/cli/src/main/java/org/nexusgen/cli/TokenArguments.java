package org.nexusgen.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import picocli.CommandLine.Option;

/** How the backbone writes. */
final class TokenArguments {
  @Option(names = "--max-tokens", paramLabel = "N", description = "Token budget (1024).")
  private @Nullable Integer maxTokens;

  @Option(names = "--greedy", description = "Always take the best token.")
  private boolean greedy;

  @Option(names = "--temperature", paramLabel = "X", description = "Sampling temperature.")
  private @Nullable Double temperature;

  @Option(names = "--top-k", paramLabel = "N", description = "Sample among the N best; 0: all.")
  private @Nullable Integer topK;

  @Option(names = "--top-p", paramLabel = "X", description = "Sample within this probability.")
  private @Nullable Double topP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      description = "Penalty of tokens that occurred; 1: none.")
  private @Nullable Double repetitionPenalty;

  @Option(names = "--stop", paramLabel = "TEXT", description = "End the answer before this text.")
  private List<String> stop = new ArrayList<>();

  @Option(
      names = "--token-sampler",
      paramLabel = "NAME",
      description = "Token sampler; 'nexusgen parts' lists them.")
  private @Nullable String sampler;

  @Option(
      names = "--image-mode",
      paramLabel = "MODE",
      description =
          "How image embeddings are predicted: one_pass, loop (the reference's), naive"
              + " (${DEFAULT-VALUE}).")
  private ImageMode imageMode = ImageMode.ONE_PASS;

  @Option(
      names = "--positions",
      paramLabel = "MODE",
      description = "Positions of words after an image: reference, consistent (${DEFAULT-VALUE}).")
  private PositionMode positions = PositionMode.REFERENCE;

  TokenOptions options(@Nullable Long seed) {
    return new TokenOptions(
        maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens),
        greedy,
        optional(temperature),
        topK == null ? OptionalInt.empty() : OptionalInt.of(topK),
        optional(topP),
        optional(repetitionPenalty),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        stop,
        Optional.ofNullable(sampler),
        imageMode,
        positions);
  }

  static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
