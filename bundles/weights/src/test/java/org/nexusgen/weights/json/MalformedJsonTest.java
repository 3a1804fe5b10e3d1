package org.nexusgen.weights.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

@DisplayName("A JSON file is refused")
class MalformedJsonTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(String title, byte[] bytes, String fragment) throws IOException {
    Path file = Files.write(folder.resolve("config.json"), bytes);
    assertThatThrownBy(() -> JsonFiles.config(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain("\n", "Source", "REDACTED");
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        wrong("that is empty", "", "got nothing, wants a JSON object"),
        wrong("of spaces", "   \n ", "got nothing"),
        wrong("that is a list", "[1]", "wants a JSON object"),
        wrong("that is a string", "\"{}\"", "wants a JSON object"),
        wrong("that is null", "null", "wants a JSON object"),
        wrong("that is a web page", "<html></html>", "malformed JSON"),
        wrong("that is a Git LFS pointer", "version https://git-lfs", "malformed JSON"),
        wrong("that breaks off in an object", "{\"a\": 1", "malformed JSON"),
        wrong("that breaks off in a string", "{\"a\": \"b", "malformed JSON"),
        wrong("that breaks off in a list", "{\"a\": [1,", "malformed JSON"),
        wrong("that goes on", "{} {}", "more text after the end"),
        wrong("with a comma at the end", "{\"a\": 1,}", "(line 1, column"),
        wrong("with a comma too many in a list", "{\"a\": [1,,2]}", "malformed JSON"),
        wrong("with a comment", "{} // done", "malformed JSON"),
        wrong("with single quotes", "{'a': 1}", "malformed JSON"),
        wrong("with bare keys", "{a: 1}", "malformed JSON"),
        wrong("with Python's None", "{\"a\": None}", "malformed JSON"),
        wrong("with NaN", "{\"a\": NaN}", "malformed JSON"),
        wrong("with infinity", "{\"a\": Infinity}", "malformed JSON"),
        wrong("with a number in hexadecimal", "{\"a\": 0x10}", "malformed JSON"),
        wrong("with a number of 200 digits", "{\"a\": " + "1".repeat(200) + "}", "malformed JSON"),
        wrong("with a line feed in a string", "{\"a\": \"\n\"}", "malformed JSON"),
        wrong("with an unknown escape", "{\"a\": \"\\x41\"}", "malformed JSON"),
        wrong("with a key twice", "{\"a\": 1, \"a\": 1}", "uplicate"),
        wrong("with a key twice inside", "{\"b\": [{\"a\": 1, \"a\": 1}]}", "uplicate"),
        wrong("with a key twice by escape", "{\"a\": 1, \"\\u0061\": 1}", "uplicate"),
        wrong("nested too deep", "{\"a\": " + "[".repeat(200) + "]".repeat(200) + "}", "depth"),
        wrong("nested without end", "{\"a\":".repeat(100_000), "depth"),
        coded("in UTF-16 without a mark", "{}", StandardCharsets.UTF_16LE, "malformed JSON"),
        coded("in UTF-32", "{}", Charset.forName("UTF-32LE"), "malformed JSON"),
        coded("in UTF-16", "{}", StandardCharsets.UTF_16, "UTF-16, wants UTF-8"),
        coded("in UTF-16 the other way", "\ufeff{}", StandardCharsets.UTF_16LE, "UTF-16"),
        wrong("with a byte order mark", "\ufeff{}", "byte order mark"),
        coded("in Latin-1", "{\"ä\": 1}", StandardCharsets.ISO_8859_1, "not UTF-8 at byte 2"),
        Arguments.of(
            "with half a surrogate pair",
            new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
            "not UTF-8"));
  }

  private static Arguments wrong(String title, String text, String fragment) {
    return coded(title, text, StandardCharsets.UTF_8, fragment);
  }

  private static Arguments coded(String title, String text, Charset charset, String fragment) {
    return Arguments.of(title, text.getBytes(charset), fragment);
  }

  @Test
  @DisplayName("that is larger than any config")
  void tooLarge() throws IOException {
    Path file = folder.resolve("config.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(JsonFiles.LARGEST_FILE + 1);
    }
    assertThatThrownBy(() -> JsonFiles.config(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 67108865 bytes, a JSON file of a model at most 67108864");
  }

  @Test
  @DisplayName("that is a folder, or missing")
  void noFile() {
    assertThatThrownBy(() -> JsonFiles.config(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a regular file");
    assertThatThrownBy(() -> JsonFiles.config(folder.resolve("none.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  @DisplayName("no more when it is right: numbers, nulls, nesting")
  void right() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file, "{\"a\": 1, \"b\": null, \"c\": {\"d\": [1, null, 2.5e0], \"e\": null}, \"f\": 1E3}");
    ConfigTree tree = JsonFiles.config(file);
    assertThat(tree.values()).containsOnlyKeys("a", "c", "f");
    assertThat(tree.requireInt("f")).isEqualTo(1000);
    ConfigTree inner = tree.requireTree("c");
    assertThat(inner.has("e")).isFalse();
    assertThatThrownBy(() -> inner.requireDoubles("d"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got null, wants a number");
  }
}
