package org.nexusgen.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.stage.StageRunner;

@DisplayName("Settings of a stage")
class StageSettingsTest {
  private static void read(String json) {
    StageRunner.read(Json.object(json.replace('`', '"'), "stage.json"), "stage.json");
  }

  @Test
  @DisplayName("are read with defaults for all that is left out")
  void defaults() {
    read("{`train`: `vision-encoder`, `phases`: [{`steps`: 3}]}");
    read("{`train`: `autoencoder`, `pictures`: `shapes`, `phases`: [{`steps`: 3}]}");
    read("{`train`: `editing-decoder`, `source`: `shapes`, `phases`: [{`steps`: 3}]}");
    read(
        "{`train`: `backbone`, `mix`: [{`task`: `editing`, `source`: `shapes`}],"
            + " `phases`: [{`steps`: 3}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {`train`: `backbon`, `phases`: []} | backbone
          {`train`: `vision-encoder`} | 'phases'
          {`train`: `vision-encoder`, `phases`: [{`steps`: 0}]} | got 0, wants 1 or more
          {`train`: `vision-encoder`, `phases`: [{`steps`: 3, `learnin_rate`: 1}]} | did you mean 'learning_rate'
          {`train`: `vision-encoder`, `bach`: 3, `phases`: [{`steps`: 3}]} | did you mean 'batch'
          {`train`: `vision-encoder`, `teacher`: `books`, `phases`: [{`steps`: 3}]} | heads or codes
          {`train`: `vision-encoder`, `log_every`: 20, `evaluate_every`: 30, `phases`: [{`steps`: 3}]} | multiple
          {`train`: `vision-encoder`, `best`: `held_out.loss`, `phases`: [{`steps`: 3}]} | evaluate_every
          {`train`: `vision-encoder`, `optimizer`: {`beta1`: 1}, `phases`: [{`steps`: 3}]} | 'beta1'
          {`train`: `backbone`, `phases`: [{`steps`: 3}]} | 'mix'
          {`train`: `backbone`, `loss`: `papers`, `mix`: [{`task`: `editing`, `source`: `a`}], `phases`: [{`steps`: 3}]} | paper or repository
          {`train`: `backbone`, `mix`: [{`task`: `edit`, `source`: `a`}], `phases`: [{`steps`: 3}]} | understanding or
          {`train`: `autoencoder`, `phases`: [{`steps`: 3}]} | 'pictures'
          {`train`: `vision-encoder`, `stored`: `f8`, `phases`: [{`steps`: 3}]} | got 'f8', wants f32 or f16 or bf16
          {`train`: `editing-decoder`, `source`: `a`, `stored`: `f16`, `lora`: {`targets`: `qkv`}, `phases`: [{`steps`: 3}]} | wants f32 beside 'lora'
          {`train`: `autoencoder`, `train`: `autoencoder`} | malformed JSON
          [] | wants a JSON object
          """)
  @DisplayName("that are wrong are refused with the place and the remedy")
  void wrong(String json, String told) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("stage.json")
        .hasMessageContaining(told);
  }

  @Test
  @DisplayName("with one learning rate for all phases let it go on over them")
  void oneRate() {
    Settings settings =
        new Settings(
            new org.nexusgen.api.weights.ConfigTree(
                "x",
                Json.object(
                    "{\"learning_rate\": 1, \"schedule\": \"stable\", \"decay\": 0.5,"
                        + " \"phases\": [{\"steps\": 5}, {\"steps\": 5}]}",
                    "x")));
    StageSettings stage = StageSettings.of(settings, settings.objects("phases"));
    assertThat(stage.loop().rate(4)).isEqualTo(1);
    assertThat(stage.loop().rate(5)).isEqualTo(1);
    assertThat(stage.loop().rate(9)).isEqualTo(0.2);
    assertThat(stage.phaseOf(4)).isZero();
    assertThat(stage.phaseOf(5)).isEqualTo(1);
  }
}
