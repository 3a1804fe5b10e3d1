package org.nexusgen.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;

@DisplayName("The list of a model's files")
class FileListTest {
  private static final String DIGEST = "0".repeat(64);

  @Test
  @DisplayName("is read as it was written, whatever the order of its files")
  void readAsWritten() {
    FileList list = list("b/ü.txt", "a file.json");
    assertThat(FileList.parse(list.text())).isEqualTo(list);
    assertThat(list.digest()).isEqualTo(list("a file.json", "b/ü.txt").digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/x",
        "a//x",
        "a/",
        ".",
        "./x",
        "C:x",
        "a\\..\\x",
        "a\u0000",
        "x.",
        "con?",
        "nul:"
      })
  @DisplayName("names no file that could lie elsewhere, or that some systems cannot hold:")
  void staysInside(String path) {
    assertThatThrownBy(() -> list(path))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model mini: file '" + path + "'");
  }

  @ParameterizedTest
  @CsvSource({"a.json,a.json", "a.json,A.JSON", "\u00fc,u\u0308"})
  @DisplayName("names no file twice, neither in capitals nor with its accent apart:")
  void namesOnce(String one, String other) {
    assertThatThrownBy(() -> list(one, other)).hasMessageContaining("is there twice");
  }

  @Test
  @DisplayName("names no file that is a folder, too")
  void fileOrFolder() {
    assertThatThrownBy(() -> list("a", "A/b")).hasMessageContaining("is a file and a folder");
  }

  @Test
  @DisplayName("claims no more bytes than can be counted")
  void countable() {
    List<FileList.Entry> files =
        Stream.iterate(0, i -> i + 1)
            .limit(20)
            .map(i -> new FileList.Entry(DIGEST, 900_000_000_000_000_000L, "f" + i))
            .toList();
    assertThatThrownBy(() -> new FileList("mini", "1.0.0", files))
        .hasMessageContaining("more bytes than can be counted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../mini", "a b", "mini\nversion 2.0.0"})
  @DisplayName("is of no model with a strange name:")
  void plainNames(String name) {
    assertThatThrownBy(() -> new FileList(name, "1.0.0", List.of()))
        .hasMessageContaining("a model's name is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name mini",
        "nexusgen-model 2\nname a\nversion 1.0.0",
        "nexusgen-model 1\nname mini\nversion 1.0.0\nabc 1 x",
        "nexusgen-model 1\nversion 1.0.0\nname mini",
      })
  @DisplayName("is refused if it is another text:")
  void otherTexts(String text) {
    assertThatThrownBy(() -> FileList.parse(text)).hasMessageContaining("pack the model again");
  }

  private static FileList list(String... paths) {
    return new FileList(
        "mini",
        "1.0.0",
        Stream.of(paths).map(path -> new FileList.Entry(DIGEST, 1, path)).toList());
  }
}
