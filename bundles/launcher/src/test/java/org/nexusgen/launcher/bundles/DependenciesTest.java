package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformSettings;

@DisplayName("What bundles need of each other")
class DependenciesTest {
  @TempDir Path temp;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Files.createDirectories(temp.resolve("home/bundle"));
  }

  @Test
  @DisplayName("in a circle is no obstacle where they come together, and named where one is alone")
  void cycle() throws IOException {
    Path egg = circular(temp, "egg", "hen");
    try (Platform platform = start("one")) {
      assertThatThrownBy(() -> platform.installed().install(egg.toString()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("lacks package hen.api")
          .hasMessageContaining("nobody offers it");
    }
    circular(temp.resolve("data/deploy"), "egg", "hen");
    circular(temp.resolve("data/deploy"), "hen", "egg");
    try (Platform platform = start("two")) {
      assertThat(platform.complaints()).isEmpty();
      assertThat(platform.installed().list())
          .extracting(one -> one.name() + " " + one.state())
          .contains("egg active", "hen active");
    }
  }

  @Test
  @DisplayName("along a chain that breaks is named for each, and the rest starts")
  void chain() throws IOException {
    Path deploy = temp.resolve("data/deploy");
    Jar.of(deploy, "a-top", "1.0.0", Map.of("Import-Package", "middle.api"));
    Jar.of(
        deploy,
        "b-middle",
        "1.0.0",
        Map.of("Import-Package", "bottom.api", "Export-Package", "middle.api"));
    Jar.of(deploy, "c-alone", "1.0.0", Map.of());
    try (Platform platform = start("one")) {
      assertThat(platform.complaints()).hasSize(2);
      assertThat(String.join("\n", platform.complaints()))
          .contains("bundle a-top is set aside", "bundle b-middle is set aside")
          .contains("lacks package bottom.api: nobody offers it");
      assertThat(platform.installed().list())
          .extracting(one -> one.name() + " " + one.state())
          .contains("c-alone active", "a-top broken", "b-middle broken");
    }
  }

  @Test
  @DisplayName("that goes away stops whoever used it, and comes back with it")
  void comesBack() throws IOException {
    Path library = Jar.of(temp, "library", "1.0.0", Map.of("Export-Package", "library.api"));
    Path user = Jar.of(temp, "user", "1.0.0", Map.of("Import-Package", "library.api"));
    try (Platform platform = start("one")) {
      InstalledBundles bundles = platform.installed();
      bundles.install(library.toString());
      bundles.install(user.toString());
      bundles.uninstall("library");
      assertThat(bundles.info("user").lacks()).singleElement().asString().contains("library.api");
      bundles.install(library.toString());
      assertThat(bundles.start("user").state()).isEqualTo("active");
    }
  }

  @Test
  @DisplayName("twice the same bundle is once: the one that came first stays")
  void duplicate() throws IOException {
    Jar.of(temp.resolve("home/deploy"), "mine", "1.0.0", Map.of());
    Jar.of(temp.resolve("data/deploy"), "mine", "1.0.0", Map.of());
    try (Platform platform = start("one")) {
      assertThat(platform.complaints())
          .singleElement()
          .asString()
          .contains("bundle mine is set aside: this name and version is there already");
      assertThat(platform.installed().list())
          .extracting(one -> one.name() + " " + one.state())
          .contains("mine active", "mine broken");
    }
  }

  private static Path circular(Path folder, String name, String other) throws IOException {
    return Jar.of(
        folder,
        name,
        "1.0.0",
        Map.of("Export-Package", name + ".api", "Import-Package", other + ".api"));
  }

  private Platform start(String storage) {
    return Platform.start(
        PlatformSettings.of(new Installation(temp.resolve("home")), temp.resolve(storage))
            .keeping(temp.resolve("data")));
  }
}
