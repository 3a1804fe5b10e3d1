package org.nexusgen.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cache folder")
class CacheFolderTest {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private static Path of(String os, Map<String, String> environment) {
    return CacheFolder.of(name -> environment.getOrDefault(name, ""), os);
  }

  @Test
  @DisplayName("is the one that the product's variable names")
  void own() {
    assertThat(of("Linux", Map.of("NEXUSGEN_CACHE", "/data/c", "XDG_CACHE_HOME", "/x")))
        .isEqualTo(Path.of("/data/c"));
  }

  @Test
  @DisplayName("is else the user's, by the habits of the system")
  void user() {
    assertThat(of("Linux", Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/nexusgen"));
    assertThat(of("Linux", Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(HOME.resolve(".cache/nexusgen"));
    assertThat(of("Linux", Map.of())).isEqualTo(HOME.resolve(".cache/nexusgen"));
    assertThat(of("Mac OS X", Map.of())).isEqualTo(HOME.resolve("Library/Caches/nexusgen"));
    assertThat(of("Windows 11", Map.of("LOCALAPPDATA", "/local")))
        .isEqualTo(Path.of("/local/nexusgen"));
  }
}
