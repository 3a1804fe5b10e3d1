package org.nexusgen.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The line about arguments that make no sense")
class UsageLineTest {
  private static final String HELP = " 'nexusgen engines --help' shows how it is used";

  @Test
  @DisplayName("guesses the command that was meant")
  void command() {
    assertThat(line("Unmatched argument at index 0: 'instal'", "instal"))
        .isEqualTo(
            "nexusgen: Unmatched argument at index 0: 'instal'; did you mean 'install'?" + HELP);
  }

  @Test
  @DisplayName("guesses an option among the options, whether or not its value is joined to it")
  void option() {
    assertThat(line("Unknown options: '--engin', 'x'", "--engin", "x"))
        .contains("did you mean '--engine'?");
    assertThat(line("Unknown option: '--engin=x'", "--engin=x"))
        .contains("did you mean '--engine'?");
  }

  @Test
  @DisplayName("names the unknown word where only what is missing was noticed")
  void missing() {
    assertThat(line("Missing required option: '-o=FILE'", "--engin"))
        .contains("FILE'; '--engin' is not known; did you mean '--engine'?");
    assertThat(line("Missing required option: '-o=FILE'"))
        .isEqualTo("nexusgen: Missing required option: '-o=FILE';" + HELP);
  }

  @Test
  @DisplayName("says of what stands before a command that it does")
  void before() {
    assertThat(line("Unknown option: '--set'", "--set", "a.b=c"))
        .contains("'--set'; --set belongs before the command: nexusgen --set …;");
  }

  @Test
  @DisplayName("writes the words of an option as its user does")
  void small() {
    assertThat(line("Invalid value for option '--p': expected one of [INT8, ONE_PASS] but was 'X'"))
        .contains("expected one of [int8, one_pass] but was 'X';");
  }

  @Test
  @DisplayName("guesses nothing where nothing is near, and stays one line")
  void nothingNear() {
    assertThat(line("Unmatched argument: 'banana'\nat index 0", "banana"))
        .isEqualTo("nexusgen: Unmatched argument: 'banana'; at index 0;" + HELP);
  }

  private static String line(String problem, String... unknown) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        UsageLine.print(
            problem,
            "nexusgen engines",
            List.of(unknown),
            List.of("--engine", "--help", "-h"),
            List.of("install", "warm"),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(2);
    return err.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
