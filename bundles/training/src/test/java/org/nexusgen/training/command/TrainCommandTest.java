package org.nexusgen.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("nexusgen train")
class TrainCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"--engine=tensorrt", "--threads=4", "--weights", "--precision"})
  @DisplayName("refuses options of commands that run a model, and says where a stage says it")
  void optionsOfRuns(String option) {
    assertThat(refusal("backbone", option))
        .contains("train has no option --", "'engine' and 'threads' in the stage's settings file");
  }

  @Test
  @DisplayName("says of other options and commands what may have been meant")
  void otherOptions() {
    assertThat(refusal("mini", "--engin"))
        .contains("'--engin'", "'nexusgen train mini --help' shows how")
        .doesNotContain("settings");
    assertThat(refusal("backbon")).contains("did you mean 'backbone'?");
  }

  private static String refusal(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(new TrainCommand().run(List.of(arguments), err, err)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    return said.toString(StandardCharsets.UTF_8);
  }
}
