package org.nexusgen.weights.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.weights.torch.TestPickle.holding;
import static org.nexusgen.weights.torch.TestPickle.start;
import static org.nexusgen.weights.torch.TestPickle.value;
import static org.nexusgen.weights.torch.TestZip.patch;
import static org.nexusgen.weights.torch.TestZip.torch;
import static org.nexusgen.weights.torch.TorchReaderTest.utf8;

import java.io.IOException;
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

@DisplayName("A PyTorch file is refused")
class MalformedZipTest {
  private static final String LOCAL = "PK\3\4";
  private static final String CENTRAL = "PK\1\2";
  private static final String END = "PK\5\6";
  private static final String ZIP64_END = "PK\6\6";
  private static final String ZIP64_LOCATOR = "PK\6\7";
  private static final byte[] PICKLE = holding(value().floats("0", 6));
  private static final byte[] SIX = new byte[24];
  private static final byte[] ZIP = torch(PICKLE, SIX).bytes();
  private static final byte[] ZIP64 = torch(PICKLE, SIX).zip64().bytes();

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(String title, byte[] bytes, String fragment) throws IOException {
    Path file = Files.write(folder.resolve("decoder.bin"), bytes);
    assertThatThrownBy(() -> TorchReader.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("decoder.bin")
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> cases() {
    return Stream.of(kindCases(), zipCases(), contentCases()).flatMap(c -> c);
  }

  private static Stream<Arguments> kindCases() {
    return Stream.of(
        wrong("that is empty", new byte[0], "has 0 bytes"),
        wrong("of three bytes", new byte[3], "has 3 bytes"),
        wrong("that is text", utf8("<html>not found</html>"), "does not begin as a zip"),
        wrong("that is a Git LFS pointer", utf8("version https://git-lfs.github.com"), "lfs pull"),
        wrong("of zeros", new byte[1000], "does not begin as a zip"),
        wrong(
            "of before torch 1.6", start().raw(0x8a, 10, 0x6c, 0xfc).bytes(), "before version 1.6"),
        wrong(
            "that begins as a zip and is none", utf8(LOCAL + "x".repeat(100)), "no zip directory"),
        wrong("that was cut in half", Arrays.copyOf(ZIP, ZIP.length / 2), "cut off"),
        wrong("that lacks its last byte", Arrays.copyOf(ZIP, ZIP.length - 1), "cut off"),
        wrong(
            "of an end alone",
            concat(utf8(LOCAL), Arrays.copyOfRange(ZIP, ZIP.length - 22, ZIP.length)),
            "outside the file"));
  }

  private static Stream<Arguments> zipCases() {
    byte[] twice = torch(PICKLE, SIX).add("archive/data/0", SIX).bytes();
    return Stream.of(
        wrong(
            "whose directory lies outside",
            patch(ZIP, END, 0, 16, 0xff, 0xff, 0xff, 0x7f),
            "outside the file"),
        wrong(
            "whose directory is too long",
            patch(ZIP, END, 0, 12, 0xff, 0xff, 0xff, 0x7f),
            "outside the file"),
        wrong(
            "with more entries than its directory",
            patch(ZIP, END, 0, 8, 9, 0, 9, 0),
            "breaks off after 4"),
        wrong("in several parts", patch(ZIP, END, 0, 4, 1, 0), "one part of a zip"),
        wrong("whose parts count differently", patch(ZIP, END, 0, 8, 1, 0), "one part of a zip"),
        wrong("with a broken directory entry", patch(ZIP, CENTRAL, 1, 0, 0), "breaks off after 1"),
        wrong(
            "whose entry's name is too long",
            patch(ZIP, CENTRAL, 3, 28, 0xff, 0x7f),
            "breaks off after 3"),
        wrong(
            "with a compressed entry",
            torch(PICKLE).add("archive/data/0", SIX, 8, 0).bytes(),
            "is compressed"),
        wrong(
            "with an encrypted entry",
            torch(PICKLE).add("archive/data/0", SIX, 0, 1).bytes(),
            "is encrypted"),
        wrong("with an entry twice", twice, "holds entry 'archive/data/0' twice"),
        wrong("with a broken local header", patch(ZIP, LOCAL, 1, 0, 0), "does not agree"),
        wrong(
            "whose local header has another name", patch(ZIP, LOCAL, 1, 30, 'X'), "does not agree"),
        wrong("whose local name is longer", patch(ZIP, LOCAL, 1, 26, 200), "does not agree"),
        wrong("whose local header says compressed", patch(ZIP, LOCAL, 1, 8, 8), "does not agree"),
        wrong(
            "whose entry begins outside",
            patch(ZIP, CENTRAL, 2, 42, 0xff, 0xff, 0xff, 0x7f),
            "lies outside the file"),
        wrong(
            "whose entry is too long",
            patch(ZIP, CENTRAL, 2, 20, 0, 0, 0, 1, 0, 0, 0, 1),
            "lies outside the file"),
        wrong("whose entry has two sizes", patch(ZIP, CENTRAL, 2, 20, 23), "two sizes"),
        wrong(
            "whose extra field is too long",
            patch(ZIP, LOCAL, 3, 28, 0xff, 0xff),
            "lies outside the file"),
        wrong(
            "whose entries overlap",
            patch(ZIP, CENTRAL, 0, 20, 0xff, 0, 0, 0, 0xff, 0, 0, 0),
            "overlap"),
        wrong(
            "with zip64 sizes missing",
            patch(ZIP, CENTRAL, 2, 20, 0xff, 0xff, 0xff, 0xff),
            "zip64 sizes are missing"),
        wrong(
            "with a broken extra field",
            patch(ZIP64, CENTRAL, 0, 46 + 16 + 2, 0xff, 0xff),
            "breaks off"),
        wrong(
            "whose zip64 end lies outside",
            patch(ZIP64, ZIP64_LOCATOR, 0, 8, 0xff, 0xff, 0xff, 0xff),
            "zip64 directory lies outside"),
        wrong(
            "whose zip64 end lies below zero",
            patch(ZIP64, ZIP64_LOCATOR, 0, 15, 0xff),
            "zip64 directory lies outside"),
        wrong(
            "without its zip64 end",
            patch(ZIP64, ZIP64_END, 0, 0, 0),
            "zip64 directory is missing"),
        wrong(
            "with 2^56 entries",
            patch(patch(ZIP64, ZIP64_END, 0, 31, 1), ZIP64_END, 0, 39, 1),
            "at most 100000"),
        wrong(
            "with 2^63 entries",
            patch(patch(ZIP64, ZIP64_END, 0, 31, 128), ZIP64_END, 0, 39, 128),
            "at most 100000"),
        wrong(
            "whose zip64 directory has a negative length",
            patch(ZIP64, ZIP64_END, 0, 47, 0x80),
            "outside the file"));
  }

  private static Stream<Arguments> contentCases() {
    return Stream.of(
        wrong(
            "that is some other zip",
            new TestZip().add("word/document.xml", SIX).bytes(),
            "holds 0 pickles"),
        wrong("without entries", concat(utf8(LOCAL), new TestZip().bytes()), "holds 0 pickles"),
        wrong(
            "whose pickle lies deeper",
            new TestZip().add("a/b/data.pkl", PICKLE).bytes(),
            "holds 0 pickles"),
        wrong(
            "with two pickles",
            torch(PICKLE, SIX).add("b/data.pkl", PICKLE).bytes(),
            "holds 2 pickles"),
        wrong(
            "that is a TorchScript program",
            torch(PICKLE, SIX).add("archive/constants.pkl", SIX).bytes(),
            "TorchScript"),
        wrong("of a big-endian machine", order("big"), "byte order is 'big'"),
        wrong("of no known byte order", order("middle"), "byte order is 'middle'"),
        wrong("with a long byte order", order("little".repeat(100)), "at most 64"),
        wrong("with a pickle of 9 MB", torch(new byte[9 << 20]).bytes(), "at most 8388608"));
  }

  private static byte[] order(String order) {
    return new TestZip()
        .add("archive/data.pkl", PICKLE)
        .add("archive/data/0", SIX)
        .add("archive/byteorder", utf8(order))
        .bytes();
  }

  private static Arguments wrong(String title, byte[] bytes, String fragment) {
    return Arguments.of(title, bytes, fragment);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  @DisplayName("that does not exist, or is a folder")
  void missing() {
    assertThatThrownBy(() -> TorchReader.open(folder.resolve("none.bin")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> TorchReader.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a regular file");
  }
}
