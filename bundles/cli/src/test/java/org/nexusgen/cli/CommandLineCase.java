package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.image.Image;
import org.nexusgen.image.JavaImageFiles;

/** A terminal, a folder, a picture in it, and what is asked of every command. */
abstract class CommandLineCase {
  final Terminal terminal = new Terminal();
  @TempDir Path folder;
  String picture = "";

  @BeforeEach
  void picture() {
    Path file = folder.resolve("in.png");
    new JavaImageFiles().writePng(new Image(2, 3, Image.Channels.RGB, new byte[18]), file);
    picture = file.toString();
  }

  final String at(String name) {
    return folder.resolve(name).toString();
  }

  final void assertDone(String... arguments) {
    int code = terminal.run(arguments);
    assertThat(terminal.err()).doesNotContain("--help");
    assertThat(code).isZero();
  }

  final void assertRefused(String message, String... arguments) {
    assertThat(terminal.run(arguments)).isEqualTo(2);
    assertThat(terminal.err().lines()).hasSize(1).first().asString().contains(message);
    assertThat(terminal.err()).startsWith("nexusgen: ");
    assertThat(terminal.out()).isEmpty();
  }

  final <T> T asked(Class<T> type) {
    return type.cast(terminal.nexusGen.asked.get(0));
  }
}
