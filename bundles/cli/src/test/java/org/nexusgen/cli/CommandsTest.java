package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.command.Subcommand;

@DisplayName("The command line")
class CommandsTest extends CommandLineCase {
  @ParameterizedTest
  @DisplayName("teaches each command with an example:")
  @ValueSource(
      strings = {
        "understand",
        "generate",
        "edit",
        "imagine",
        "encode",
        "decode",
        "chat",
        "models",
        "completion"
      })
  void help(String command) {
    assertDone(command, "--help");
    assertThat(terminal.out()).contains("Usage: nexusgen " + command);
    if (!command.equals("chat")) {
      assertThat(terminal.out()).contains("Example", "nexusgen " + command);
    }
    assertDone("help", command);
    assertThat(terminal.out()).contains("Usage: nexusgen " + command);
    assertThat(terminal.nexusGen.opened).isEmpty();
  }

  @Test
  @DisplayName("lists its commands, also those of other bundles")
  void lists() {
    terminal.more.add(new Echo());
    assertDone("--help");
    assertThat(terminal.out()).contains("understand", "generate", "echo", "Says it again.");
    assertDone("--version");
    assertThat(terminal.out()).contains("nexusgen");
  }

  @Test
  @DisplayName("hands other bundles' commands their arguments and gives back their exit code")
  void otherBundles() {
    terminal.more.add(new Echo());
    assertThat(terminal.run("echo", "--whatever", "x")).isEqualTo(7);
    assertThat(terminal.out()).isEqualTo("[--whatever, x]");
  }

  @Test
  @DisplayName("helps with a command of another bundle, and what is below it, as that bundle does")
  void helpElsewhere() {
    terminal.more.add(new Echo());
    assertThat(terminal.run("help", "echo", "loud")).isEqualTo(7);
    assertThat(terminal.out()).isEqualTo("[loud, --help]");
    assertDone("help", "models", "plan");
    assertThat(terminal.out()).contains("Usage: nexusgen models plan");
    assertRefused("no command 'ecko'; did you mean 'echo'?", "help", "ecko");
    assertDone("help");
    assertThat(terminal.out()).contains("understand");
  }

  private record Echo() implements Subcommand {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public String summary() {
      return "Says it again.";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      out.print(arguments);
      return 7;
    }
  }

  @Test
  @DisplayName("draws progress on a terminal only, and leaves a clean line")
  void progress() {
    assertDone("generate", "x", "-o", at("o.png"));
    assertThat(terminal.err()).doesNotContain("\r", "\u001b");
    terminal.onScreen();
    assertDone("generate", "x", "-o", at("o.png"));
    assertThat(terminal.err()).contains("1/2").contains("\r\u001b[K");
  }

  @Test
  @DisplayName("is cancelled by an interrupt of its thread")
  void interrupt() {
    Thread.currentThread().interrupt();
    try {
      assertThat(terminal.run("generate", "x", "-o", at("o.png"))).isEqualTo(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(terminal.err()).contains("cancelled");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }

  @Test
  @DisplayName("prints a completion script of all commands and options")
  void completion() {
    assertDone("completion");
    assertThat(terminal.out()).contains("complete -F", "understand", "--repetition-penalty");
  }

  @Test
  @DisplayName("lists the parts")
  void parts() {
    assertDone("parts");
    assertThat(terminal.out().lines()).hasSize(2).first().asString().contains("sampler", "euler");
  }
}
