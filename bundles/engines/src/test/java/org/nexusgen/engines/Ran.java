package org.nexusgen.engines;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command printed and returned. */
record Ran(int code, String out, String err) {
  /** Without anybody who could answer. */
  static Ran of(EnginesCommand command, String... arguments) {
    return of(command, "", false, arguments);
  }

  /** With somebody at a terminal. */
  static Ran answering(EnginesCommand command, String typed, String... arguments) {
    return of(command, typed + "\n", true, arguments);
  }

  private static Ran of(
      EnginesCommand command, String typed, boolean terminal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        command.run(
            List.of(arguments),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
