package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.image.Image;
import org.nexusgen.image.JavaImageFiles;

@DisplayName("A chat on a pipe")
class ChatTest {
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;

  private int chat(String... lines) {
    return terminal
        .typing(String.join("\n", lines))
        .run("chat", "--model", "m", "--out-dir", folder.toString());
  }

  @Test
  @DisplayName("takes each line as a turn and says the answers")
  void turns() {
    assertThat(chat("hello", "", "how are you?", "/quit", "never said")).isZero();
    assertThat(terminal.out().lines()).containsExactly("you said hello", "you said how are you?");
    assertThat(terminal.nexusGen.asked).containsExactly("TALK 0 hello", "TALK 0 how are you?");
    assertThat(terminal.nexusGen.closed).isEqualTo(1);
    assertThat(terminal.err()).doesNotContain("> ");
  }

  @Test
  @DisplayName("draws, edits and saves pictures, and overwrites none of an earlier chat")
  void pictures() {
    String saved = folder.resolve("mine.png").toString();
    assertThat(chat("/draw a star", "/edit make it blue", "/save " + saved)).isZero();
    assertThat(terminal.nexusGen.asked).containsExactly("DRAW 0 a star", "EDIT 0 make it blue");
    assertThat(folder.resolve("chat-1.png")).exists();
    assertThat(folder.resolve("chat-2.png")).exists();
    assertThat(folder.resolve("mine.png")).exists();
    assertThat(terminal.out()).contains("chat-1.png", "chat-2.png", "mine.png");
    assertThat(chat("/draw a moon")).isZero();
    assertThat(folder.resolve("chat-3.png")).exists();
  }

  @Test
  @DisplayName("shows pictures with the next turn only")
  void shows() {
    Path picture = folder.resolve("in.png");
    new JavaImageFiles().writePng(new Image(1, 1, Image.Channels.RGB, new byte[3]), picture);
    assertThat(chat("/image " + picture, "what is it?", "and now?", "/clear")).isZero();
    assertThat(terminal.nexusGen.asked)
        .containsExactly("TALK 1 what is it?", "TALK 0 and now?", "clear");
  }

  @Test
  @DisplayName("goes on after a bad line, says so in one line, and ends with its exit code")
  void badLines() {
    assertThat(chat("/nonsense", "/draw", "/image nowhere.png", "/save x.png", "hello"))
        .isEqualTo(2);
    assertThat(terminal.err().lines().filter(line -> !line.contains("note:"))).hasSize(4);
    assertThat(terminal.out()).contains("you said hello");
  }

  @Test
  @DisplayName("tells its commands")
  void help() {
    assertThat(chat("/help")).isZero();
    assertThat(terminal.out()).contains("/draw TEXT", "/quit");
  }

  @Test
  @DisplayName("ends when its thread is interrupted")
  void interrupt() {
    Thread.currentThread().interrupt();
    try {
      assertThat(chat("hello")).isEqualTo(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(terminal.err()).contains("cancelled");
  }

  @Test
  @DisplayName("wants a folder that is there")
  void folder() {
    assertThat(terminal.run("chat", "--out-dir", folder.resolve("nowhere").toString()))
        .isEqualTo(2);
    assertThat(terminal.err().lines()).hasSize(1);
  }
}
