package org.nexusgen.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Settings of the class path")
class DescribedSettingsTest {
  @TempDir private Path lib;

  @Test
  @DisplayName("are those that the project's own jars describe, as bundles do")
  void described() throws IOException {
    jar("nexusgen-engine-oven.jar");
    assertThat(DescribedSettings.of(lib)).isEqualTo(Described.oven());
  }

  @Test
  @DisplayName("of other libraries are none of ours, and without the folder there are none")
  void others() throws IOException {
    jar("oven.jar");
    assertThat(DescribedSettings.of(lib)).isEmpty();
    assertThat(DescribedSettings.of(lib.resolve("absent"))).isEmpty();
  }

  private void jar(String name) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(lib.resolve(name)))) {
      zip.putNextEntry(new ZipEntry("OSGI-INF/metatype/oven.xml"));
      zip.write(Described.METATYPE.getBytes(StandardCharsets.UTF_8));
    }
  }
}
