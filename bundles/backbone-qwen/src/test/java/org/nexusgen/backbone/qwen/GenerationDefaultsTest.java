package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.weights.ModelFolder;

@DisplayName("What a model wants of generation")
class GenerationDefaultsTest {
  private static final String WITH_END = "{\"eos_token_id\": 9}";

  @TempDir private Path folder;

  private GenerationDefaults read(String config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    try (ModelFolder model = GoldenModel.open(folder)) {
      return GenerationDefaults.of(model, model.requireConfig("config.json"));
    }
  }

  private void generationConfig(String json) throws IOException {
    Files.writeString(folder.resolve("generation_config.json"), json);
  }

  @Test
  @DisplayName("is what its file says")
  void isWhatItsFileSays() throws IOException {
    generationConfig(
        """
        {"do_sample": true, "temperature": 0.5, "top_k": 0, "top_p": 0.9,
         "repetition_penalty": 1.2, "eos_token_id": [4, 5]}
        """);

    GenerationDefaults defaults = read(WITH_END);

    assertThat(defaults.sampling()).isEqualTo(new TokenSampling(false, 0.5, 0, 0.9, 1.2, 0));
    assertThat(defaults.stopIds()).containsExactlyInAnyOrder(4, 5);
  }

  @Test
  @DisplayName("is transformers' defaults where its file is silent")
  void isTransformersDefaultsWhereSilent() throws IOException {
    generationConfig("{\"do_sample\": true, \"temperature\": null}");

    GenerationDefaults defaults = read(WITH_END);

    assertThat(defaults.sampling()).isEqualTo(new TokenSampling(false, 1, 50, 1, 1, 0));
    assertThat(defaults.stopIds()).containsExactly(9);
  }

  @Test
  @DisplayName("is the best token if it does not sample, whatever temperature stands there")
  void isGreedyUnlessItSamples() throws IOException {
    generationConfig("{\"temperature\": 0, \"top_p\": 0, \"repetition_penalty\": 1.1}");

    GenerationDefaults defaults = read(WITH_END);

    assertThat(defaults.sampling().greedy()).isTrue();
    assertThat(defaults.sampling().repetitionPenalty()).isEqualTo(1.1);
  }

  @Test
  @DisplayName("is the best token without a file")
  void isGreedyWithoutAFile() throws IOException {
    assertThat(read(WITH_END).sampling()).isEqualTo(TokenSampling.best());
  }

  @Test
  @DisplayName("ends where the nested configuration says, or else the tokenizer")
  void endsWhereOthersSay() throws IOException {
    assertThat(read("{\"text_config\": {\"eos_token_id\": [3]}}").stopIds()).containsExactly(3);

    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"eos_token": "<end>", "added_tokens_decoder":
          {"x": {"content": "<end>"}, "7": {"content": "<end>"}, "8": {"content": "<begin>"}}}
        """);
    assertThat(read("{}").stopIds()).containsExactly(7);
  }

  @Test
  @DisplayName("is refused if nothing ends an answer")
  void mustEnd() {
    assertThatThrownBy(() -> read("{}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("eos_token_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"do_sample": true, "temperature": 0} | temperature
          {"do_sample": true, "temperature": "hot"} | temperature
          {"do_sample": true, "top_p": 1.5} | top-p
          {"do_sample": true, "top_k": -1} | top-k
          {"repetition_penalty": 0} | repetition penalty
          {"do_sample": "yes"} | do_sample
          {"eos_token_id": "end"} | eos_token_id
          {"eos_token_id": [1, "end"]} | eos_token_id
          """)
  @DisplayName("is refused with a value that cannot be, which the message names with its file")
  void wrongValues(String json, String message) throws IOException {
    generationConfig(json);

    assertThatThrownBy(() -> read(WITH_END))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("generation_config.json");
  }
}
