package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Standard output")
class StandardOutputTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);

  @Test
  @DisplayName("that takes everything leaves the command's code as it is")
  void whole() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput out =
        new StandardOutput(new BufferedOutputStream(bytes), StandardCharsets.UTF_8);
    out.stream().print("an answer");
    assertThat(out.end(0, err)).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("an answer");
    assertThat(errors.size()).isZero();
  }

  @Test
  @DisplayName("that is full makes a command fail that thought itself done, with one line")
  void full() {
    StandardOutput out =
        new StandardOutput(
            new BufferedOutputStream(new Refusing("No space left on device")),
            StandardCharsets.UTF_8);
    PrintWriter writer = new PrintWriter(out.stream(), true, StandardCharsets.UTF_8);
    writer.println("an answer");
    writer.println("and more");
    assertThat(out.end(0, err)).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "nexusgen: standard output: cannot be written: No space left on device"
                + System.lineSeparator());
  }

  @Test
  @DisplayName("that is full adds nothing to the line of a command that failed")
  void failedAnyhow() {
    StandardOutput out =
        new StandardOutput(new Refusing("No space left on device"), StandardCharsets.UTF_8);
    out.stream().println("half");
    assertThat(out.end(2, err)).isEqualTo(2);
    assertThat(errors.size()).isZero();
  }

  @Test
  @DisplayName("whose reader has seen enough makes a command fail without a word")
  void readerLeft() {
    StandardOutput out = new StandardOutput(new Refusing("Broken pipe"), StandardCharsets.UTF_8);
    out.stream().println("the first line of many");
    assertThat(out.end(0, err)).isEqualTo(1);
    assertThat(errors.size()).isZero();
  }

  private static final class Refusing extends OutputStream {
    private final String reason;

    Refusing(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int one) throws IOException {
      throw new IOException(reason);
    }
  }
}
