package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;

@DisplayName("A bundle that is named by coordinates")
class CoordinatesTest {
  private static final String MINE = "com.example:mine:1-SNAPSHOT";

  @TempDir Path temp;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Files.createDirectories(temp.resolve("home/bundle"));
  }

  @Test
  @DisplayName("is resolved, installed and updated through whoever finds it")
  void found() throws IOException {
    Path published = Jar.of(temp.resolve("repository"), "mine", "1.0.0", Map.of());
    ArtifactResolver resolver =
        coordinates -> {
          assertThat(coordinates).isEqualTo(MINE);
          return published;
        };
    try (Platform platform = start("one")) {
      platform.context().registerService(ArtifactResolver.class, resolver, null);
      InstalledBundles bundles = platform.installed();
      assertThat(bundles.resolve(MINE)).isEmpty();
      InstalledBundle installed = bundles.install(MINE);
      assertThat(installed.state()).isEqualTo("active");
      assertThat(installed.source()).isEqualTo(MINE);
      Path next = Jar.of(temp, "mine", "1.1.0", Map.of());
      Files.copy(next, published, StandardCopyOption.REPLACE_EXISTING);
      assertThat(bundles.update("mine").version()).isEqualTo("1.1.0");
    }
    assertThat(published).exists();
  }

  @Test
  @DisplayName("is refused with what its finder says")
  void notFound() {
    try (Platform platform = start("two")) {
      ArtifactResolver resolver =
          coordinates -> {
            throw new BadInputException(coordinates + " is nowhere");
          };
      platform.context().registerService(ArtifactResolver.class, resolver, null);
      assertThatThrownBy(() -> platform.installed().install(MINE))
          .isInstanceOf(BadInputException.class)
          .hasMessage(MINE + " is nowhere");
    }
  }

  @Test
  @DisplayName("is refused where nobody can look for it, with what helps")
  void nobodyLooks() {
    try (Platform platform = start("three")) {
      assertThatThrownBy(() -> platform.installed().install(MINE))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("bundles start nexusgen-maven");
    }
  }

  private Platform start(String storage) {
    return Platform.start(
        new Installation(temp.resolve("home")), temp.resolve(storage), temp.resolve("data"));
  }
}
