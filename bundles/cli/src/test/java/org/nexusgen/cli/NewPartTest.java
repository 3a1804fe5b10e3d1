package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("'parts new'")
class NewPartTest extends CommandLineCase {
  @ParameterizedTest
  @EnumSource
  @DisplayName("writes every file of a project, with no word left open:")
  void writesProjects(PartKind kind) throws IOException {
    assertDone("parts", "new", kind.word(), "soft-light", "--package", "com.acme", "-o", at("p"));

    assertThat(terminal.out().strip()).isEqualTo(at("p"));
    List<Path> files = files(folder.resolve("p"));
    assertThat(files).hasSizeGreaterThanOrEqualTo(7);
    for (Path file : files) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("{{").isNotBlank();
    }
    Path provider = Path.of("src/main/java/com/acme/SoftLight" + kind.provider() + ".java");
    assertThat(folder.resolve("p").resolve(provider)).content().contains("\"soft-light\"");
    assertThat(folder.resolve("p/src/main/resources/META-INF/services").resolve(kind.service()))
        .hasContent("com.acme.SoftLight" + kind.provider());
    assertThat(folder.resolve("p/src/main/java/module-info.java"))
        .content()
        .contains("com.acme.SoftLight" + kind.provider(), kind.service().replace('$', '.'));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  @DisplayName("refuses an unknown kind with those that there are")
  void unknownKind() {
    assertRefused("no kind of part 'decoder'; there are sampler", "parts", "new", "decoder", "a");
  }

  @Test
  @DisplayName("refuses names of which no class, module or folder can be made")
  void names() throws IOException {
    assertRefused("got 'Soft'", "parts", "new", "sampler", "Soft", "-o", at("p"));
    assertRefused("got '../x'", "parts", "new", "sampler", "../x", "-o", at("p"));
    assertRefused("got 'a-'", "parts", "new", "sampler", "a-", "-o", at("p"));
    assertRefused(
        "wants a Java package",
        "parts",
        "new",
        "sampler",
        "a",
        "--package",
        "com.new",
        "-o",
        at("p"));
    assertRefused("VisionDecoder", "parts", "new", "vision-decoder", "vision", "-o", at("p"));
    assertRefused("make it first", "parts", "new", "sampler", "a", "-o", at("no/p"));
    assertThat(files(folder)).containsExactly(Path.of(picture));
  }

  @Test
  @DisplayName("touches nothing that is there already")
  void there() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("p")).resolve("mine"), "mine");
    assertRefused("is there already", "parts", "new", "sampler", "a", "-o", at("p"));
    assertThat(files(folder.resolve("p"))).hasSize(1);
    try (Stream<Path> top = Files.list(folder)) {
      assertThat(top).hasSize(2);
    }
  }
}
