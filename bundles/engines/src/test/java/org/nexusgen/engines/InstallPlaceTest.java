package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The place of an installation")
class InstallPlaceTest {
  private static final String DATA = "nexusgen.data";

  @TempDir private Path temp;
  private final Optional<String> before = Optional.ofNullable(System.getProperty(DATA));

  @BeforeEach
  void data() {
    System.setProperty(DATA, temp.resolve("data").toString());
  }

  @AfterEach
  void restore() {
    before.ifPresentOrElse(
        value -> System.setProperty(DATA, value), () -> System.clearProperty(DATA));
  }

  @Test
  @DisplayName("is not the working folder where an empty one is named")
  void emptyName() throws IOException {
    Ran ran = repository().installTo("");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualToIgnoringNewLines(
            "nexusgen: --to: got nothing, wants a folder: give one, or leave --to out for "
                + temp.resolve("data/engines/rt-8.6"));
  }

  @Test
  @DisplayName("may be an empty folder, which stays the same folder")
  void emptyFolder() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("empty"));
    Object key = Files.readAttributes(folder, "unix:ino").get("ino");
    Ran ran = repository().installTo(folder.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.toFile().list()).containsExactly("lib");
    assertThat(folder.resolve("lib/librt.so.8")).hasContent(SmallRepository.CONTENT);
    assertThat(Files.readAttributes(folder, "unix:ino")).containsEntry("ino", key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/below", "/dev/null"})
  @DisplayName("is no file, nor below one")
  void file(String name) throws IOException {
    Files.writeString(temp.resolve("file"), "mine");
    Ran ran = repository().installTo(temp.resolve(name).toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("nexusgen: folder " + temp.resolve(name))
        .containsAnyOf(temp.resolve("file") + " is a file, wants a folder", "is a device")
        .endsWith("give another one with --to");
  }

  @Test
  @DisplayName("is nobody else's folder, and nobody is told to remove theirs")
  void foreign() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("work/lib")).getParent();
    Files.writeString(folder.resolve("thesis.txt"), "years");
    Ran ran = repository().installTo(folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("got one with other files in it", "give another one with --to")
        .doesNotContain("remove");
  }

  @Test
  @DisplayName(
      "with a library that was cut off is not taken for whole: the file and the remedy are said")
  void cutOff() throws IOException {
    SmallRepository repository = repository();
    Path folder = temp.resolve("rt");
    assertThat(repository.installTo(folder.toString()).code()).isZero();
    Files.writeString(folder.resolve("lib/librt.so.8"), "");
    Ran ran = repository.installTo(folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualToIgnoringNewLines(
            "nexusgen: folder "
                + folder
                + ": lib/librt.so.8: got 0 bytes, wants 10 of rt 8.6:"
                + " remove that folder and install again, or give another one with --to");
  }

  @Test
  @DisplayName("below a folder of data that is a file fails in one line")
  void dataIsFile() throws IOException {
    Path file = Files.writeString(temp.resolve("data"), "mine");
    Ran ran = Ran.of(repository().command(), "install", "rt", "--accept-licences");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains(file + " is a file");
  }

  @Test
  @DisplayName("is not fetched for where the settings of it could not be written")
  void noConf() throws IOException {
    Files.writeString(Files.createDirectory(temp.resolve("data")).resolve("conf"), "mine");
    Ran ran = configure();
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains(temp.resolve("data/conf") + " is a file", "NEXUSGEN_DATA");
    assertThat(temp.resolve("rt")).doesNotExist();
  }

  @Test
  @DisplayName("is not printed as a setting where the settings were not written after all")
  void noSettings() throws IOException {
    Path file = Files.createDirectories(temp.resolve("data/conf/rt.properties/x")).getParent();
    Ran ran = configure();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("nexusgen: settings " + file + ": cannot be written", "set rt.home = ")
        .doesNotContain("unexpected");
    assertThat(file.getParent().toFile().list()).containsExactly("rt.properties");
  }

  private Ran configure() throws IOException {
    return Ran.of(
        repository().command(),
        "install",
        "rt",
        "--accept-licences",
        "--configure",
        "--to",
        temp.resolve("rt").toString());
  }

  private SmallRepository repository() throws IOException {
    return SmallRepository.in(temp);
  }
}
