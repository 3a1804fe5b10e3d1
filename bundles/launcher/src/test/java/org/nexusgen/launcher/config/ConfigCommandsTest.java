package org.nexusgen.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("nexusgen config")
class ConfigCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("show lists the values in effect with their origin")
  void show() {
    assertThat(run(Map.of("oven.loaves", "5"), "show")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("oven.loaves = 5 +option --set oven.loaves"))
        .anyMatch(line -> line.matches("oven.flour = rye +default"))
        .anyMatch(line -> line.matches("oven.bakersName = one, or two +default"))
        .hasSize(4);
  }

  @Test
  @DisplayName("show takes the name of a part or a setting, and suggests one for a wrong name")
  void showSome() {
    assertThat(run(Map.of(), "show", "oven.flour", "--json")).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "{\"settings\":[{\"name\":\"oven.flour\",\"value\":\"rye\",\"origin\":\"default\"}]}");
    assertThat(run(Map.of(), "show", "oven.flower")).isNotZero();
  }

  @Test
  @DisplayName("explain tells type, default and meaning")
  void explain() {
    assertThat(run(Map.of(), "explain", "oven.loaves")).isZero();
    assertThat(out.toString())
        .contains("At once.", "integer; a whole number, 1 or more, 9 at most", "default:  3")
        .contains("NEXUSGEN_OVEN_LOAVES");
  }

  @Test
  @DisplayName("check ends with 0 if nothing is wrong, else with 2 and what is wrong")
  void check() {
    assertThat(run(Map.of(), "check")).isZero();
    assertThat(run(Map.of("oven.loavs", "5"), "check")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "nexusgen: option --set oven.loavs: unknown setting; did you mean 'oven.loaves'?");
    assertThat(run(Map.of("oven.loavs", "5"), "check", "--json")).isEqualTo(2);
    assertThat(out.toString()).contains("{\"faults\":[{\"where\":\"option --set oven.loavs\"");
  }

  private int run(Map<String, String> overrides, String... arguments) {
    SettingSources sources = new SettingSources(List.of(), "", Map.of(), Map.of(), overrides);
    ConfigCommands commands =
        new ConfigCommands(
            () -> sources.resolve(Described.oven()),
            () -> sources.resolve(Described.oven()).faults(),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new CommandLine(commands).setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
