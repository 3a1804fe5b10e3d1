package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.config.Fault;

@DisplayName("An invocation")
class InvocationTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  @DisplayName("begins with settings and goes on with a command")
  void settingsFirst() {
    Invocation invocation =
        Invocation.of(List.of("--set", "a.b=c=d", "--set=e.f=", "generate", "--set", "x"));
    assertThat(invocation.settings()).isEqualTo(Map.of("a.b", "c=d", "e.f", ""));
    assertThat(invocation.command()).containsExactly("generate", "--set", "x");
    assertThatThrownBy(() -> Invocation.of(List.of("--set", "generate")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got 'generate', wants PART.KEY=VALUE");
    assertThatThrownBy(() -> Invocation.of(List.of("--set"))).isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("may name an assembly, before or behind its settings")
  void assembly() {
    assertThat(Invocation.of(List.of("generate")).assembly()).isEmpty();
    Invocation invocation = Invocation.of(List.of("--assembly", "cpu", "--set", "a.b=c", "chat"));
    assertThat(invocation.assembly()).isEqualTo("cpu");
    assertThat(invocation.settings()).isEqualTo(Map.of("a.b", "c"));
    assertThat(invocation.command()).containsExactly("chat");
    assertThat(Invocation.of(List.of("--set", "a.b=c", "--assembly=gpu", "chat")).assembly())
        .isEqualTo("gpu");
    assertThatThrownBy(() -> Invocation.of(List.of("--assembly")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wants a name");
  }

  @Test
  @DisplayName("tells commands how to start others like themselves")
  void published() {
    Invocation.of(List.of("--set=a.b=c d", "--assembly=cpu", "bench")).publish();
    String front = System.clearProperty("nexusgen.invocation");
    assertThat(front).isEqualTo("\0--assembly\0cpu\0--set\0a.b=c d");
    Invocation.of(List.of("bench")).publish();
    assertThat(System.clearProperty("nexusgen.invocation")).isEmpty();
  }

  @Test
  @DisplayName("is refused while a setting is wrong, unless it helps to repair it")
  void refused() {
    List<Fault> faults = List.of(new Fault("pipeline.properties", "x", "unknown key", false));
    assertThatThrownBy(() -> check(faults, "generate"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pipeline.properties: x: unknown key");
    assertThatCode(() -> check(faults, "config")).doesNotThrowAnyException();
    assertThatCode(() -> check(List.of(), "generate")).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("notes what concerns no installed part")
  void noted() {
    check(List.of(new Fault("ofen.properties", "", "no part", true)), "generate");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("nexusgen: note: ofen.properties: no part");
  }

  private void check(List<Fault> faults, String command) {
    Invocation.of(List.of(command)).check(faults, new PrintStream(err, true));
  }
}
