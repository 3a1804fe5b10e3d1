package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.Availability;

@DisplayName("The native libraries")
class NativeLibrariesTest {
  private static final String PLATFORM =
      NativeLibraries.platform(System.getProperty("os.name"), System.getProperty("os.arch"));

  @TempDir private Path folder;

  @Test
  @DisplayName("are unpacked once, to a folder that tells their release")
  void once() throws IOException {
    Path first = NativeLibraries.unpack(PLATFORM, folder).orElseThrow();
    assertThat(names(first)).hasSize(2);
    Files.writeString(first.resolve("mark"), "");
    assertThat(NativeLibraries.unpack(PLATFORM, folder)).hasValue(first);
    assertThat(first.resolve("mark")).exists();
    assertThat(names(first.getParent())).hasSize(1);
  }

  @Test
  @DisplayName("leave no half of themselves where they cannot be unpacked")
  void noHalves() throws IOException {
    Path unpacked = NativeLibraries.unpack(PLATFORM, folder.resolve("a")).orElseThrow();
    Path blocked = folder.resolve("b/native").resolve(unpacked.getFileName());
    Files.createDirectories(blocked.getParent());
    Files.writeString(blocked, "a file where the folder would be");
    assertThatThrownBy(() -> NativeLibraries.unpack(PLATFORM, folder.resolve("b")))
        .isInstanceOf(IOException.class);
    assertThat(names(blocked.getParent())).containsExactly(blocked.getFileName().toString());
  }

  @Test
  @DisplayName("are there for this system; for others the reason says which there are")
  void availability() {
    assertThat(new OnnxRuntimeEngine().availability()).isEqualTo(Availability.available());
    Availability other = NativeLibraries.availability("Mac OS X", "x86_64");
    assertThat(((Availability.Unavailable) other).message())
        .contains("system: got osx-x64", "osx-aarch64", "onnxruntime.native.path");
    Availability rare = NativeLibraries.availability("Linux", "riscv64");
    assertThat(((Availability.Unavailable) rare).message()).contains("system: got linux-riscv64");
  }

  @Test
  @DisplayName("that do not load are a reason, too")
  void unloadable() {
    Availability broken = NativeLibraries.unloadable("java.lang.UnsatisfiedLinkError: GLIBC_9");
    assertThat(((Availability.Unavailable) broken).message())
        .contains("native library: got java.lang.UnsatisfiedLinkError: GLIBC_9", "another engine");
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  @DisplayName("are looked for under the names that the jar uses")
  void platforms() {
    assertThat(NativeLibraries.platform("Linux", "amd64")).isEqualTo("linux-x64");
    assertThat(NativeLibraries.platform("Linux", "aarch64")).isEqualTo("linux-aarch64");
    assertThat(NativeLibraries.platform("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
    assertThat(NativeLibraries.platform("Windows Server 2022", "amd64")).isEqualTo("win-x64");
  }
}
