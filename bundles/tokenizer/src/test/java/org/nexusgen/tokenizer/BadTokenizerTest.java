package org.nexusgen.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.golden.Golden;

@DisplayName("A bad tokenizer")
class BadTokenizerTest {
  private static final List<String> FILES =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "chat_template.json",
          "vocab.json",
          "merges.txt");
  private static final int MUTATIONS = 400;

  @TempDir private Path folder;

  private void copy(Path source) throws IOException {
    for (String name : FILES) {
      if (Files.exists(source.resolve(name))) {
        Files.copy(source.resolve(name), folder.resolve(name));
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Opens the folder and says something with it. */
  private void use() {
    try (Tokenizer tokenizer = HfTokenizers.open(new TestFolder(folder))) {
      tokenizer.encode(List.of(Message.user(Part.text("a red circle"))), true);
    }
  }

  private void assertRefused(String... words) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(this::use)
        .satisfies(
            failure -> {
              assertThat(failure.getMessage()).contains(words);
              assertThat(failure.getMessage().lines()).hasSize(1);
            });
  }

  /** Edits of the starter's tokenizer.json: what is replaced, by what, and words of the error. */
  static Stream<Arguments> edits() {
    String unicode = "\"type\": \"Lowercase\"";
    String split = "\"type\": \"Punctuation\"";
    return Stream.of(
        Arguments.of("\"WordLevel\"", "\"Unigram\"", "Unigram"),
        Arguments.of("\"WordLevel\"", "\"WordPiece\"", "WordPiece"),
        Arguments.of("\"WordLevel\"", "7", "type"),
        Arguments.of("\"unk_token\": \"<pad>\"", "\"unk_token\": \"nowhere\"", "nowhere|UNK"),
        Arguments.of("\"unk_token\": \"<pad>\"", "\"unknown\": 1", "unk_token"),
        Arguments.of("\"a\": 11", "\"a\": -11", "'a'"),
        Arguments.of("\"a\": 11", "\"a\": 1.5", "'a'"),
        Arguments.of("\"a\": 11", "\"a\": \"11\"", "'a'"),
        Arguments.of("\"a\": 11", "\"a\": 99999999999999", "'a'"),
        Arguments.of("\"a\": 11", "\"a\": null", "'a'"),
        Arguments.of("\"vocab\": {", "\"vocab\": [", "vocab|JSON"),
        Arguments.of("\"model\": {", "\"modem\": {", "model"),
        Arguments.of("\"model\": {", "\"model\": null, \"x\": {", "model"),
        Arguments.of("\"normalizer\": {", "\"normalizer\": null, \"normalizer\": {", "twice"),
        Arguments.of(unicode, "\"type\": \"Precompiled\"", "Precompiled"),
        Arguments.of(unicode, "\"type\": \"Prepend\", \"prepend\": \"\"", "Prepend"),
        Arguments.of(unicode, "\"type\": \"Nonsense\"", "Nonsense"),
        Arguments.of(unicode, "\"type\": 1", "type"),
        Arguments.of(
            unicode,
            "\"type\": \"Replace\", \"pattern\": {\"String\": \"\"}, \"content\": \"x\"",
            "longer"),
        Arguments.of(
            unicode,
            "\"type\": \"Replace\", \"pattern\": {\"String\": \"a\"}, \"content\": \"aaaa\"",
            "longer"),
        Arguments.of(
            unicode,
            "\"type\": \"Replace\", \"pattern\": {\"Regex\": \"a+\"}, \"content\": \"\"",
            "pattern"),
        Arguments.of(split, "\"type\": \"FixedLength\", \"length\": 0", "FixedLength"),
        Arguments.of("\"\\\\s+\"", "\"(a+)+b\"", "unbounded"),
        Arguments.of("\"\\\\s+\"", "\"a*a*a*b\"", "unbounded"),
        Arguments.of("\"\\\\s+\"", "\"\"", "unbounded"),
        Arguments.of("\"\\\\s+\"", "\"[\"", "unbounded"),
        Arguments.of("\"\\\\s+\"", "\"(?=\"", "unbounded"),
        Arguments.of("\"\\\\s+\"", "\"\\\\1\"", "unbounded"),
        Arguments.of("\"decoder\": null", "\"decoder\": {\"type\": \"Strip\"}", "Strip"),
        Arguments.of("\"decoder\": null", "\"decoder\": {\"type\": \"CTC\"}", "CTC"),
        Arguments.of("\"decoder\": null", "\"decoder\": []", "decoder"),
        Arguments.of("\"added_tokens\": [", "\"added_tokens\": [7,", "added_tokens"),
        Arguments.of("\"id\": 2,", "\"id\": \"2\",", "id"),
        Arguments.of("\"id\": 2,", "", "id"),
        Arguments.of("\"id\": 2,", "\"id\": -2,", "-2"),
        Arguments.of("\"id\": 2,", "\"id\": 77,", "77"),
        Arguments.of("\"content\": \"<|im_end|>\"", "\"content\": \"\"", "added token"),
        Arguments.of("\"content\": \"<|im_end|>\"", "\"text\": \"\"", "content"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("edits")
  @DisplayName("definition is refused with one line that names what is wrong:")
  void badDefinition(String old, String fresh, String words) throws IOException {
    copy(Golden.starter());
    String json = read("tokenizer.json");
    assertThat(json).contains(old);
    write(
        "tokenizer.json",
        json.replaceFirst(
            java.util.regex.Pattern.quote(old), java.util.regex.Matcher.quoteReplacement(fresh)));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(this::use)
        .satisfies(failure -> assertThat(failure.getMessage()).containsPattern(words));
  }

  @ParameterizedTest
  @DisplayName("file that is not a JSON object is refused:")
  @ValueSource(strings = {"", " ", "[]", "7", "null", "{", "{}", "{\"model\":", "{} {}", "\u0000"})
  void notJson(String text) throws IOException {
    copy(Golden.starter());
    write("tokenizer.json", text);
    assertRefused("tokenizer.json");
  }

  @Test
  @DisplayName("that nests without end is refused")
  void deep() throws IOException {
    copy(Golden.starter());
    write("tokenizer.json", "{\"normalizer\":" + "{\"a\":".repeat(100_000));
    assertRefused("tokenizer.json", "depth");
  }

  @Test
  @DisplayName("that is not UTF-8 is refused")
  void notText() throws IOException {
    copy(Golden.starter());
    Files.write(folder.resolve("tokenizer.json"), new byte[] {'{', (byte) 0xff, '}'});
    assertRefused("not UTF-8");
  }

  @Test
  @DisplayName("that is missing is refused with the files that were looked for")
  void missing() {
    assertRefused("tokenizer.json", "vocab.json", "merges.txt");
  }

  @ParameterizedTest
  @DisplayName("without tokenizer.json and with a bad vocabulary or merges is refused:")
  @ValueSource(
      strings = {
        "vocab.json:",
        "vocab.json:[]",
        "vocab.json:{\"a\":\"b\"}",
        "vocab.json:{}",
        "merges.txt:a b c",
        "merges.txt:nope nope2",
        "merges.txt:ab"
      })
  void badVocabulary(String change) throws IOException {
    copy(Golden.path("ar/checkpoint"));
    Files.delete(folder.resolve("tokenizer.json"));
    String[] parts = change.split(":", 2);
    write(parts[0], parts[1]);
    assertRefused(" ");
  }

  @ParameterizedTest
  @DisplayName("config is refused:")
  @ValueSource(
      strings = {
        "{\"added_tokens_decoder\": 7}",
        "{\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}}",
        "{\"added_tokens_decoder\": {\"7\": 8}}",
        "{\"added_tokens_decoder\": {\"7\": {}}}",
        "{\"added_tokens_decoder\": {\"-7\": {\"content\": \"y\"}}}",
        "{\"eos_token\": 7}",
        "{\"eos_token\": {\"text\": \"x\"}}",
        "[]",
        "{"
      })
  void badConfig(String json) throws IOException {
    copy(Golden.starter());
    write("tokenizer_config.json", json);
    assertRefused("tokenizer_config.json");
  }

  @ParameterizedTest
  @DisplayName("chat template is refused:")
  @ValueSource(
      strings = {
        "{}",
        "{\"chat_template\": 7}",
        "{\"chat_template\": []}",
        "{\"chat_template\": [{\"name\": \"other\", \"template\": \"x\"}]}",
        "{\"chat_template\": \"{% for\"}",
        "{"
      })
  void badTemplate(String json) throws IOException {
    copy(Golden.starter());
    write("chat_template.json", json);
    assertRefused("chat_template");
  }

  @Test
  @DisplayName("without a template still encodes plain text")
  void noTemplate() throws IOException {
    copy(Golden.starter());
    Files.delete(folder.resolve("chat_template.json"));
    write("tokenizer_config.json", "{}");
    assertRefused("no chat template");
    try (Tokenizer tokenizer = HfTokenizers.open(new TestFolder(folder))) {
      assertThat(tokenizer.encodeText("a red circle")).containsExactly(11, 87, 32);
    }
  }

  @Test
  @DisplayName("template that forgets the pictures is refused")
  void noPlaceholder() throws IOException {
    copy(Golden.starter());
    write("chat_template.jinja", "{% for m in messages %}{{ m.role }}{% endfor %}");
    try (Tokenizer tokenizer = HfTokenizers.open(new TestFolder(folder))) {
      Part picture =
          Part.image(
              new org.nexusgen.api.image.Image(
                  1, 1, org.nexusgen.api.image.Image.Channels.RGB, new byte[3]));
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> tokenizer.encode(List.of(Message.user(picture)), true))
          .withMessageContaining("0 image placeholders for 1 pictures");
    }
  }

  @Test
  @DisplayName("may have truncation, padding, merges as pairs and a post processor: all harmless")
  void harmless() throws IOException {
    copy(Golden.path("ar/checkpoint"));
    String json = read("tokenizer.json");
    String pairs =
        json.replaceFirst(
                "\"truncation\": ?null",
                "\"truncation\":{\"direction\":\"Right\",\"max_length\":2,"
                    + "\"strategy\":\"LongestFirst\",\"stride\":0}")
            .replaceFirst(
                "\"padding\": ?null",
                "\"padding\":{\"strategy\":{\"Fixed\":64},\"direction\":\"Right\","
                    + "\"pad_to_multiple_of\":null,\"pad_id\":0,\"pad_type_id\":0,"
                    + "\"pad_token\":\"x\"}");
    assertThat(pairs).isNotEqualTo(json);
    int merges = pairs.indexOf("\"merges\"") + "\"merges\"".length();
    write(
        "tokenizer.json",
        pairs.substring(0, merges)
            + pairs.substring(merges).replaceAll("\"(\\S+) (\\S+)\"", "[\"$1\",\"$2\"]"));
    try (Tokenizer tokenizer = HfTokenizers.open(new TestFolder(folder))) {
      assertThat(tokenizer.encodeMarkup("Hello, world!"))
          .containsExactly(39, 68, 382, 78, 11, 277, 347, 283, 0);
    }
  }

  @Test
  @DisplayName("damaged anywhere ends in a typed exception or works, never in a crash")
  void mutations() throws IOException {
    copy(Golden.path("ar/checkpoint"));
    byte[] original = Files.readAllBytes(folder.resolve("tokenizer.json"));
    long seed = 20266;
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = original.clone();
      int hits = 1 + random.nextInt(3);
      for (int hit = 0; hit < hits; hit++) {
        String junk =
            List.of("0", "-", "\"", "[", "{", "}", "null", ",", "9e9", "\\")
                .get(random.nextInt(10));
        byte[] bytes = junk.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(damaged.length - bytes.length);
        System.arraycopy(bytes, 0, damaged, at, bytes.length);
      }
      Files.write(folder.resolve("tokenizer.json"), damaged);
      int round = i;
      assertThatNoException()
          .as("seed %d, round %d", seed, round)
          .isThrownBy(
              () -> {
                try {
                  use();
                } catch (BadInputException e) {
                  assertThat(e.getMessage()).isNotBlank();
                }
              });
    }
  }
}
