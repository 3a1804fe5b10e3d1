package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A platform's storage")
class StorageTest {
  @TempDir Path temp;

  private Path storage;
  private Home home;

  @BeforeEach
  void home() throws IOException {
    home =
        Home.in(temp.resolve("home"))
            .bundle(1, "first", Map.of())
            .bundle(2, "second", Map.of("Import-Package", "org.osgi.framework"));
    storage = temp.resolve("storage");
  }

  @Test
  @DisplayName("may be that of an earlier run: it starts the same again")
  void warm() {
    List<String> first = started();
    assertThat(started()).isEqualTo(first).contains("first active", "second active");
  }

  @Test
  @DisplayName("with files that were cut off is as good as a new one")
  void truncated() throws IOException {
    damage(whole -> java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  @DisplayName("with files of garbage is as good as a new one")
  void garbage() throws IOException {
    damage(
        whole -> {
          byte[] noise = new byte[whole.length + 64];
          new java.util.Random(7).nextBytes(noise);
          return noise;
        });
  }

  @Test
  @DisplayName("of another framework is as good as a new one")
  void foreign() throws IOException {
    Path theirs = Files.createDirectories(storage.resolve("framework/org.eclipse.osgi/42/data"));
    Files.writeString(theirs.resolve("framework.info.7"), "version=99");
    Files.writeString(
        Files.createDirectories(storage.resolve("framework/bundle0")).resolve("x"), "1.99");
    Files.createDirectories(storage.resolve("framework/bundle7/version99.0/bundle.jar"));
    assertThat(started()).contains("first active", "second active");
  }

  @Test
  @DisplayName("that is in use is refused, and whoever uses it goes on")
  void inUse() {
    try (Platform first = Platform.start(home.installation(), storage)) {
      assertThatThrownBy(() -> Platform.start(home.installation(), storage))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("another one uses the storage")
          .hasMessageContaining(storage.toString());
      assertThat(first.bundles()).extracting(BundleInfo::state).containsOnly("active");
    }
    assertThat(started()).contains("first active");
  }

  @Test
  @DisplayName("must be a folder: a file in its place is named")
  void file() throws IOException {
    Files.writeString(storage, "no folder");
    assertThatThrownBy(() -> Platform.start(home.installation(), storage))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining(storage.toString());
    assertThat(storage).hasContent("no folder");
  }

  private interface Damage {
    byte[] of(byte[] whole);
  }

  private void damage(Damage damage) throws IOException {
    List<String> before = started();
    List<Path> files;
    try (Stream<Path> all = Files.walk(storage)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      Files.write(file, damage.of(Files.readAllBytes(file)));
    }
    assertThat(started()).isEqualTo(before);
  }

  private List<String> started() {
    try (Platform platform = Platform.start(home.installation(), storage)) {
      return platform.bundles().stream().map(one -> one.name() + " " + one.state()).toList();
    }
  }
}
