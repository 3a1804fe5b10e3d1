package org.nexusgen.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.weights.safetensors.TestSafetensors.entry;
import static org.nexusgen.weights.safetensors.TestSafetensors.file;
import static org.nexusgen.weights.safetensors.TestSafetensors.length;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;

@DisplayName("A safetensors file is refused")
class MalformedSafetensorsTest {
  private static final String F32 = "\"F32\"";
  private static final String GOOD = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(String title, byte[] bytes, String fragment) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> cases() {
    return Stream.of(lengthCases(), textCases(), entryCases(), rangeCases()).flatMap(c -> c);
  }

  private static Stream<Arguments> lengthCases() {
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        wrong("that is empty", new byte[0], "has 0 bytes"),
        wrong("of seven bytes", new byte[7], "has 7 bytes"),
        wrong("without a header", length(0), "does not begin with '{'"),
        wrong("whose header is longer than the file", file(3, json, 0), "cut off"),
        wrong("of its header's length alone", length(2), "declares a header of 2 bytes"),
        wrong("with a header above 100 MB", file(100_000_001, json, 0), "at most 100000000"),
        wrong("with a header of 2^63 bytes", file(Long.MIN_VALUE, json, 0), "9223372036854775808"),
        wrong("with a header of 2^64-1 bytes", file(-1, json, 0), "18446744073709551615"),
        wrong(
            "that is a zip", "PK\3\4 and so on and on".getBytes(StandardCharsets.UTF_8), "is it a"),
        wrong(
            "that is a Git LFS pointer",
            "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
            "fetch them with 'git lfs pull'"),
        wrong("whose length ends inside the JSON", file(1, json, 0), "does not end with '}'"));
  }

  private static Stream<Arguments> textCases() {
    byte[] invalid = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    invalid[6] = (byte) 0xff;
    byte[] overlong = "{\"a\":\"??\"}".getBytes(StandardCharsets.UTF_8);
    overlong[6] = (byte) 0xc0;
    overlong[7] = (byte) 0xaf;
    return Stream.of(
        wrong("whose header is a list", file("[]", 0), "does not begin with '{'"),
        wrong("whose header begins with a space", file(" {}", 0), "does not begin with '{'"),
        wrong("whose header begins with a byte order mark", file("\ufeff{}", 0), "begin with '{'"),
        wrong("whose header ends with a line feed", file("{}\n", 0), "does not end with '}'"),
        wrong("whose header ends with a zero byte", file("{}\0", 0), "does not end with '}'"),
        wrong("whose header is not UTF-8", file(invalid.length, invalid, 0), "not UTF-8 at byte 6"),
        wrong("with an overlong UTF-8 form", file(overlong.length, overlong, 0), "not UTF-8"),
        wrong("that looks like UTF-16", file("{\0}\0", 0), "does not end with '}'"),
        wrong("that looks like UTF-32", file("{\0\0\0\"x}", 0), "malformed JSON"),
        wrong("whose JSON breaks off", file("{\"x\":" + GOOD, 8), "malformed JSON"),
        wrong("with two objects", file("{}{}", 0), "more text after"),
        wrong("with text between two objects", file("{} x {}", 0), "malformed JSON"),
        wrong("with a comment", file("{/* hello */}", 0), "malformed JSON"),
        wrong("with a trailing comma", file("{\"x\":" + GOOD + ",}", 8), "malformed JSON"),
        wrong("with single quotes", file("{'x':" + GOOD + "}", 8), "malformed JSON"),
        wrong("nested a thousand times", file("{\"x\":" + "[".repeat(1000) + "}", 0), "no"),
        wrong(
            "with an ignored key nested too deep",
            entry("{\"y\":" + "[".repeat(50) + "]".repeat(50) + "}"),
            "nesting depth"),
        wrong(
            "naming a tensor twice",
            file("{\"x\":" + GOOD + ",\"x\":" + GOOD + "}", 8),
            "uplicate"),
        wrong("with a key twice", entry("{\"dtype\":\"F32\",\"dtype\":\"F32\"}"), "uplicate"),
        wrong(
            "with __metadata__ twice",
            file("{\"__metadata__\":{},\"__metadata__\":{}}", 0),
            "uplicate"),
        wrong("whose __metadata__ is a list", file("{\"__metadata__\":[]}", 0), "not an object"),
        wrong("whose __metadata__ is null", file("{\"__metadata__\":null}", 0), "not an object"),
        wrong(
            "with a number in __metadata__",
            file("{\"__metadata__\":{\"n\":1}}", 0),
            "key 'n' does not hold a string"),
        wrong(
            "with an object in __metadata__",
            file("{\"__metadata__\":{\"n\":{}}}", 0),
            "key 'n' does not hold a string"),
        wrong(
            "with null in __metadata__",
            file("{\"__metadata__\":{\"n\":null}}", 0),
            "key 'n' does not hold a string"));
  }

  private static Stream<Arguments> entryCases() {
    return Stream.of(
        wrong("whose tensor is a list", entry("[]"), "'x' is not described by an object"),
        wrong("whose tensor is null", entry("null"), "'x' is not described by an object"),
        wrong("without dtype", entry("{\"shape\":[2],\"data_offsets\":[0,8]}"), "lacks dtype"),
        wrong("without shape", entry("{\"dtype\":\"F32\",\"data_offsets\":[0,8]}"), "lacks dtype"),
        wrong("without data_offsets", entry("{\"dtype\":\"F32\",\"shape\":[2]}"), "lacks dtype"),
        wrong("whose dtype is a number", entry("4", "[2]", "[0,8]"), "dtype is not a string"),
        wrong("of an unknown dtype", entry("\"F31\"", "[2]", "[0,8]"), "'F31', no known type"),
        wrong("of a dtype in lower case", entry("\"f32\"", "[2]", "[0,8]"), "no known type"),
        wrong("of a dtype nobody computes with", entry("\"U16\"", "[4]", "[0,8]"), "not supported"),
        wrong("of float8 e5m2", entry("\"F8_E5M2\"", "[8]", "[0,8]"), "wants one of BF16"),
        wrong("whose shape is a string", entry(F32, "\"2\"", "[0,8]"), "shape is not a list"),
        wrong("whose shape is a number", entry(F32, "2", "[0,8]"), "shape is not a list"),
        wrong("with a negative size", entry(F32, "[-2]", "[0,8]"), "holds -2, wants 0 or more"),
        wrong("with a size of 2.0", entry(F32, "[2.0]", "[0,8]"), "no whole number"),
        wrong("with a size of 1e2", entry(F32, "[1e2]", "[0,8]"), "no whole number"),
        wrong("with a size that is null", entry(F32, "[null]", "[0,8]"), "no whole number"),
        wrong("with a size that is a string", entry(F32, "[\"2\"]", "[0,8]"), "no whole number"),
        wrong("with a size that is a list", entry(F32, "[[2]]", "[0,8]"), "no whole number"),
        wrong("with a size that is true", entry(F32, "[true]", "[0,8]"), "no whole number"),
        wrong("with a size of 02", entry(F32, "[02]", "[0,8]"), "malformed JSON"),
        wrong("with a size of NaN", entry(F32, "[NaN]", "[0,8]"), "malformed JSON"),
        wrong("with a size of 2^64", entry(F32, "[18446744073709551616]", "[0,8]"), "64 bits"),
        wrong(
            "with a size of 200 digits",
            entry(F32, "[" + "9".repeat(200) + "]", "[0,8]"),
            "malformed JSON"),
        wrong(
            "whose shape's product overflows",
            entry(F32, "[4294967296,4294967296]", "[0,8]"),
            "larger than any file"),
        wrong(
            "whose byte count overflows",
            entry(F32, "[4611686018427387904]", "[0,8]"),
            "larger than any file"),
        wrong("whose data_offsets are an object", entry(F32, "[2]", "{}"), "is not a list"));
  }

  private static Stream<Arguments> rangeCases() {
    return Stream.of(
        wrong("with one offset", entry(F32, "[2]", "[8]"), "wants [begin, end]"),
        wrong("with three offsets", entry(F32, "[2]", "[0,8,8]"), "wants [begin, end]"),
        wrong("that ends before it begins", entry(F32, "[2]", "[8,0]"), "begin <= end"),
        wrong("with a negative offset", entry(F32, "[2]", "[-8,0]"), "holds -8"),
        wrong("with an offset of 2^63", entry(F32, "[2]", "[0,9223372036854775808]"), "64 bits"),
        wrong("with an offset of 8.0", entry(F32, "[2]", "[0,8.0]"), "no whole number"),
        wrong("with too few bytes", entry(F32, "[3]", "[0,8]"), "wants 12 bytes"),
        wrong("with too many bytes", entry(F32, "[1]", "[0,8]"), "wants 4 bytes"),
        wrong("whose scalar has 8 bytes", entry(F32, "[]", "[0,8]"), "wants 4 bytes"),
        wrong("whose empty tensor has bytes", entry(F32, "[0]", "[0,8]"), "wants 0 bytes"),
        wrong("with a gap at the start", two("[4,8]", "[8,12]", 12), "leaves a gap"),
        wrong("with a gap inside", two("[0,4]", "[8,12]", 12), "leaves a gap"),
        wrong("with tensors that overlap", two("[0,4]", "[2,6]", 6), "overlaps"),
        wrong("with tensors in one place", two("[0,4]", "[0,4]", 4), "overlaps"),
        wrong("whose tensor lies outside", two("[0,4]", "[1000,1004]", 8), "leaves a gap"),
        wrong("without data", file("{\"x\":" + GOOD + "}", 0), "need 8 bytes, the file holds 0"),
        wrong("cut by one byte", file("{\"x\":" + GOOD + "}", 7), "cut off: copy it again"),
        wrong("with a byte too many", file("{\"x\":" + GOOD + "}", 9), "1 bytes after"),
        wrong("with data but no tensor", file("{}", 16), "16 bytes after its last tensor"),
        wrong(
            "with a name that would write on the terminal",
            file("{\"a\\u001b[31m\\nb\":[]}", 0),
            "'a [31m b'"));
  }

  private static byte[] two(String first, String second, int data) {
    String form = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}";
    return file(
        "{\"a\":%s,\"b\":%s}".formatted(form.formatted(first), form.formatted(second)), data);
  }

  private static Arguments wrong(String title, byte[] bytes, String fragment) {
    return Arguments.of(title, bytes, fragment);
  }

  @Test
  @DisplayName("that does not exist")
  void missing() {
    assertThatThrownBy(() -> SafetensorsReader.open(folder.resolve("none.safetensors")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.safetensors: no such file");
  }

  @Test
  @DisplayName("that is a folder")
  void folder() {
    assertThatThrownBy(() -> SafetensorsReader.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a regular file");
  }

  @Test
  @DisplayName("that is a link in a loop")
  void loop() throws IOException {
    Path link = folder.resolve("a.safetensors");
    Files.createSymbolicLink(link, link.getFileName());
    assertThatThrownBy(() -> SafetensorsReader.open(link)).isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("when a real one is cut anywhere")
  void cutAnywhere() throws IOException {
    byte[] whole = file("{\"x\":" + GOOD + "}", 8);
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(BadInputException.class);
    }
  }
}
