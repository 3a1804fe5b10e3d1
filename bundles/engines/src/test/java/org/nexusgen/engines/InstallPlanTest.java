package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.artifact.ArtifactResolver;

@DisplayName("Before anybody is asked, an installation")
class InstallPlanTest {
  private static final String ASKED = "Do you accept them?";

  @TempDir private Path temp;
  private Keeping keeping;

  /** Knows where it keeps what it fetches; a fetch takes a moment, in which a file grows. */
  private record Keeping(SmallRepository remote, Path kept) implements ArtifactResolver {
    @Override
    public Path resolve(String coordinates) {
      try {
        if (!Files.exists(kept)) {
          Files.createDirectories(kept.getParent());
          Path growing = kept.resolveSibling(kept.getFileName() + ".123.tmp");
          Files.write(growing, new byte[3_000_000]);
          Thread.sleep(1500);
          Files.copy(remote.jar(), growing, StandardCopyOption.REPLACE_EXISTING);
          Files.move(growing, kept);
        }
        return kept;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Optional<Path> place(String coordinates) {
      return Optional.of(kept);
    }
  }

  @BeforeEach
  void repository() throws IOException {
    keeping = new Keeping(SmallRepository.in(temp), temp.resolve("m2/rt/rt.jar"));
  }

  @Test
  @DisplayName("says what it would fetch and unpack, how much, where, and what is wanted besides")
  void plan() throws IOException {
    String asked = before(answering(SmallRepository.recipe(8_000_000, 7_000_000), "no"));
    assertThat(asked)
        .contains("org.example:rt:jar:linux:8.6 (8 MB) is fetched into " + temp.resolve("m2/rt"))
        .contains("1 libraries (7 MB) are unpacked into " + temp.resolve("rt"))
        .contains("the machine needs besides: a driver of the machine's own");
    assertThat(temp.resolve("m2")).doesNotExist();
    Files.createDirectories(keeping.kept().getParent());
    Files.copy(keeping.remote().jar(), keeping.kept());
    assertThat(before(answering(SmallRepository.recipe(), "no")))
        .contains("is in your local Maven repository");
  }

  @Test
  @DisplayName("refuses where the disk has no room for the sum of both on it")
  void room() throws IOException {
    long free = Files.getFileStore(temp).getUsableSpace();
    Ran ran = answering(SmallRepository.recipe(free * 2 / 3, free * 2 / 3), "yes");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("disk of " + temp.resolve("rt"), "MB free, wants", "--to")
        .doesNotContain(ASKED);
    Files.createDirectories(keeping.kept().getParent());
    Files.copy(keeping.remote().jar(), keeping.kept());
    Recipe half = SmallRepository.recipe(free * 2 / 3, SmallRepository.CONTENT.length());
    assertThat(answering(half, "yes").code()).as("what is here needs no room").isZero();
  }

  @Test
  @DisplayName("shows no progress, which comes afterwards and on a terminal alone")
  void progress() {
    Recipe recipe = SmallRepository.recipe(6_000_000, SmallRepository.CONTENT.length());
    Ran ran = answering(recipe, "yes");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("fetched 3 of 6 MB");
    assertThat(before(ran)).doesNotContain("\u001b");
    keeping.kept().toFile().delete();
    Ran piped =
        Ran.of(
            command(recipe),
            "install",
            "rt",
            "--accept-licences",
            "--to",
            temp.resolve("piped").toString());
    assertThat(piped.code()).isZero();
    assertThat(piped.err()).contains("fetching").doesNotContain("\u001b", "fetched 3");
  }

  private Ran answering(Recipe recipe, String answer) {
    return Ran.answering(
        command(recipe), answer, "install", "rt", "--to", temp.resolve("rt").toString());
  }

  private EnginesCommand command(Recipe recipe) {
    return new EnginesCommand(List.of(), List.of(keeping), List::of, List.of(recipe));
  }

  private static String before(Ran ran) {
    assertThat(ran.err()).contains(ASKED);
    return ran.err().substring(0, ran.err().indexOf(ASKED));
  }
}
