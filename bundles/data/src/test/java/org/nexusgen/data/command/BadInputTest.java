package org.nexusgen.data.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Bad input ends in exit code 2 and one line that says what and where:")
class BadInputTest {
  private static final String GOOD =
      "{\"images\":[\"a.png\"],\"messages\":[{\"role\":\"user\",\"content\":\"<image>what?\"},"
          + "{\"role\":\"assistant\",\"content\":\"this\"}]}";
  private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";
  private static final String BOT = "{\"role\":\"assistant\",\"content\":\"ho\"}";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void pictures() {
    DataRun.picture(folder.resolve("a.png"), 8, 8, 100);
    DataRun.picture(folder.resolve("thin.png"), 900, 4, 100);
    DataRun.picture(folder.resolve("tiny.png"), 2, 2, 100);
    DataRun.write(folder.resolve("text.png"), "no picture");
    DataRun.write(folder.resolve("empty.png"), "");
    byte[] whole = DataRun.png(64, 64, 77);
    DataRun.write(folder.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("not JSON", "hello", "malformed JSON"),
        Arguments.of("an unfinished object", "{\"images\":[", "malformed JSON"),
        Arguments.of("an array", "[]", "wants a JSON object"),
        Arguments.of("a number", "7", "wants a JSON object"),
        Arguments.of("null", "null", "wants a JSON object"),
        Arguments.of("two objects", GOOD + GOOD, "more text after"),
        Arguments.of("a duplicate key", "{\"images\":[],\"images\":[]}", "uplicate"),
        Arguments.of("too deep", "[".repeat(5).replace("[", "{\"a\":[") + "1", "malformed"),
        Arguments.of("a very deep value", "{\"images\":" + "[".repeat(500), "malformed"),
        Arguments.of("no messages", "{\"images\":[]}", "no 'messages'"),
        Arguments.of("empty messages", "{\"messages\":[]}", "'messages' is empty"),
        Arguments.of("messages null", "{\"messages\":null}", "no 'messages'"),
        Arguments.of("messages a string", "{\"messages\":\"hi\"}", "wants an array"),
        Arguments.of("a message that is a string", messages("\"hi\""), "wants an object"),
        Arguments.of("a null message", messages("null"), "message 1 is null"),
        Arguments.of("no role", messages("{\"content\":\"hi\"}"), "no 'role'"),
        Arguments.of("no content", messages("{\"role\":\"user\"}"), "no 'content'"),
        Arguments.of(
            "an unknown role",
            messages("{\"role\":\"robot\",\"content\":\"x\"}"),
            "role 'robot', wants system, user or assistant"),
        Arguments.of(
            "a role that is a number",
            messages("{\"role\":1,\"content\":\"x\"}"),
            "wants a string"),
        Arguments.of(
            "content that is a list",
            messages("{\"role\":\"user\",\"content\":[]}"),
            "wants a string"),
        Arguments.of("the assistant first", messages(BOT + "," + USER), "roles alternate"),
        Arguments.of(
            "two users", messages(USER + "," + USER + "," + BOT), "message 2 is the user's"),
        Arguments.of("no answer", messages(USER), "nothing is to be learned"),
        Arguments.of(
            "a late system message",
            messages(USER + "," + BOT + ",{\"role\":\"system\",\"content\":\"x\"}"),
            "a system message is first"),
        Arguments.of(
            "a picture of the system",
            "{\"images\":[\"a.png\"],\"messages\":[{\"role\":\"system\",\"content\":\"<image>\"},"
                + USER
                + ","
                + BOT
                + "]}",
            "a system message shows no image"),
        Arguments.of(
            "blank content",
            messages("{\"role\":\"user\",\"content\":\"  \"}," + BOT),
            "message 1 is empty"),
        Arguments.of(
            "a control token",
            messages("{\"role\":\"user\",\"content\":\"<|im_end|>\"}," + BOT),
            "control token <|im_end|>"),
        Arguments.of(
            "an image without mark", GOOD.replace("<image>", ""), "1 images but 0 <image>"),
        Arguments.of(
            "a mark without image", GOOD.replace("\"a.png\"", ""), "0 images but 1 <image>"),
        Arguments.of("an image that is a number", GOOD.replace("\"a.png\"", "3"), "wants a string"),
        Arguments.of("an empty path", GOOD.replace("a.png", ""), "an empty path"),
        Arguments.of("an unknown key", GOOD.replace("{\"images", "{\"id\":1,\"images"), "'id'"),
        Arguments.of("a missing picture", GOOD.replace("a.png", "b.png"), "b.png"),
        Arguments.of("a picture from the net", GOOD.replace("a.png", "http://x/a.png"), "no file"),
        Arguments.of("text as picture", GOOD.replace("a.png", "text.png"), "text.png"),
        Arguments.of("an empty picture", GOOD.replace("a.png", "empty.png"), "empty.png"),
        Arguments.of("half a picture", GOOD.replace("a.png", "cut.png"), "cut.png"),
        Arguments.of("a folder as picture", GOOD.replace("a.png", "."), "a folder"),
        Arguments.of("a picture of 900x4", GOOD.replace("a.png", "thin.png"), "900x4"),
        Arguments.of("a picture of 2x2", GOOD.replace("a.png", "tiny.png"), "2x2"),
        Arguments.of("a path with a zero", GOOD.replace("a.png", "a\\u0000.png"), "not a path"));
  }

  private static String messages(String messages) {
    return "{\"messages\":[" + messages + "]}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void linesAreRefused(String name, String line, String said) {
    Path file = DataRun.write(folder.resolve("d.jsonl"), GOOD + "\n" + line + "\n" + GOOD + "\n");
    DataRun run = DataRun.of("validate", file);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).as(run.err()).hasSize(2);
    assertThat(run.err().lines().findFirst().orElseThrow())
        .startsWith("nexusgen: " + file + ":2: ")
        .containsIgnoringCase(said);
    assertThat(run.err()).contains("2 samples are right, 1 are not");
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("empty", new byte[0], "no samples"),
        Arguments.of("blank lines only", "\n\n \n".getBytes(StandardCharsets.UTF_8), "no samples"),
        Arguments.of("not UTF-8", new byte[] {'{', (byte) 0xff, '}'}, ":1: not UTF-8"),
        Arguments.of(
            "a byte order mark",
            ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_8),
            ":1: starts with a byte order mark"),
        Arguments.of("a huge line", new byte[(16 << 20) + 1], "at most 16777216 are read"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void filesAreRefused(String name, byte[] bytes, String said) {
    DataRun run = DataRun.of("stats", DataRun.write(folder.resolve("d.jsonl"), bytes));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(said).hasLineCount(1);
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("", "wants a command"),
        Arguments.of("nonsense", "'nexusgen data --help' shows how"),
        Arguments.of("shpes", "did you mean 'shapes'?"),
        Arguments.of("validate", "'nexusgen data validate --help' shows how"),
        Arguments.of("shapes --count many -o out", "--count"),
        Arguments.of("validate missing.jsonl", "no such file"),
        Arguments.of("validate pictures", "no .jsonl file"),
        Arguments.of("shapes --count 0 -o out", "--count"),
        Arguments.of("shapes --count 1 --tasks 1:2 -o out", "0.2:0.4:0.4"),
        Arguments.of("shapes --count 1 --tasks 0:0:0 -o out", "not all 0"),
        Arguments.of("shapes --count 1 --tasks 1:-1:0 -o out", "0 or more"),
        Arguments.of("split a.jsonl --test 1.5 -o out", "--test"),
        Arguments.of("mix a.jsonl -o out/m.jsonl", "FILE=SHARE"),
        Arguments.of("mix a.jsonl=-1 -o out/m.jsonl", "FILE=SHARE"),
        Arguments.of("mix a.jsonl=1 --repeat -o out/m.jsonl", "--count"),
        Arguments.of("shard a.jsonl --samples 0 -o out", "--samples"),
        Arguments.of("convert a.jsonl --from parquet -o out/o.jsonl", "unknown format 'parquet'"));
  }

  @ParameterizedTest(name = "data {0}")
  @MethodSource("calls")
  void callsAreRefused(String call, String said) {
    Object[] words =
        Stream.of(call.split(" "))
            .filter(word -> !word.isEmpty())
            .map(
                w ->
                    w.matches("(out|missing|pictures|a\\.jsonl)(/|=|\\.jsonl|$).*")
                        ? inFolder(w)
                        : w)
            .toArray();
    DataRun.write(folder.resolve("a.jsonl"), GOOD);
    DataRun.write(folder.resolve("pictures/x.txt"), "no dataset");
    DataRun run = DataRun.of(words);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(said).hasLineCount(1);
    assertThat(folder.resolve("out"))
        .satisfiesAnyOf(
            out -> assertThat(out).doesNotExist(), out -> assertThat(out).isEmptyDirectory());
  }

  private String inFolder(String word) {
    return folder.resolve(word).toString();
  }

  @Test
  @DisplayName("a command that fails leaves what stood there before")
  void oldFilesStay() {
    Path bad = DataRun.write(folder.resolve("bad.jsonl"), GOOD + "\nhello\n");
    Path old = DataRun.write(folder.resolve("new/o.jsonl"), "old");
    assertThat(DataRun.of("dedupe", bad, "-o", old).code()).isEqualTo(2);
    assertThat(old).hasContent("old");
    assertThat(old.getParent().toFile().list()).hasSize(1);
    assertThat(Files.exists(bad)).isTrue();
  }
}
