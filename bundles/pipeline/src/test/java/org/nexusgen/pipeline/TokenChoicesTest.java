package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.vision.ImageGrid;

class TokenChoicesTest {
  private static final TokenSampling MODEL = new TokenSampling(true, 1, 50, 0.8, 1.05, 3);
  private static final ImageGrid GRID = new ImageGrid(1, 4, 4);

  @Test
  void what_a_request_leaves_open_comes_from_the_model() {
    assertThat(TokenChoices.sampling(TokenOptions.model(), MODEL)).isEqualTo(MODEL);
  }

  @Test
  void a_temperature_asks_for_chance() {
    TokenSampling sampling = TokenChoices.sampling(withTemperature(0.7, false), MODEL);
    assertThat(sampling.greedy()).isFalse();
    assertThat(sampling.temperature()).isEqualTo(0.7);
    assertThat(sampling.topP()).isEqualTo(0.8);
  }

  @Test
  void greedy_wins_over_a_temperature_and_keeps_the_penalty() {
    TokenSampling sampling = TokenChoices.sampling(withTemperature(0.7, true), MODEL);
    assertThat(sampling.greedy()).isTrue();
    assertThat(sampling.repetitionPenalty()).isEqualTo(1.05);
  }

  @Test
  void the_budget_ends_where_the_context_ends() {
    BackboneInfo info = new BackboneInfo(8, 10, 100, 4, 6, 4, 5, Set.of(2), MODEL);
    GenerationSettings settings = TokenChoices.settings(TokenOptions.model(), info, GRID, 60, 1);
    assertThat(settings.maxNewTokens()).isEqualTo(40);
  }

  private static TokenOptions withTemperature(double temperature, boolean greedy) {
    return new TokenOptions(
        OptionalInt.empty(),
        greedy,
        OptionalDouble.of(temperature),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }
}
