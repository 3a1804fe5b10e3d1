package org.nexusgen.gogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.CommandLine;

@DisplayName("A command of the shell")
class NexusCommandsTest {
  @Test
  @DisplayName("hands its arguments over as they are and gives what is printed")
  void handsOver() {
    NexusCommands commands = new NexusCommands(answering(0));
    assertThat(commands.generate("a star", "-o", "s.png"))
        .isEqualTo("[generate, a star, -o, s.png]");
    assertThat(commands.models()).isEqualTo("[models]");
  }

  @Test
  @DisplayName("fails with the command's own words, by whose fault it was")
  void fails() {
    assertThatThrownBy(() -> new NexusCommands(answering(2)).edit("x"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("nexusgen: cannot [edit, x]");
    assertThatThrownBy(() -> new NexusCommands(answering(1)).understand("x"))
        .isExactlyInstanceOf(NexusGenException.class)
        .hasMessage("nexusgen: cannot [understand, x]");
  }

  private static CommandLine answering(int exit) {
    return (arguments, in, out, err, terminal) -> {
      out.println(arguments);
      err.println("nexusgen: cannot " + arguments);
      return exit;
    };
  }
}
