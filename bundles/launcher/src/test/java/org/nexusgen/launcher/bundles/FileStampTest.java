package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of an installed bundle")
class FileStampTest {
  /** Milliseconds in which the clock of a file system moves on. */
  private static final int MOST_TICK = 20;

  @TempDir Path temp;

  private BundleFolder folder;
  private Register.Entry entry;
  private Path jar;

  @BeforeEach
  void install() throws IOException {
    folder = BundleFolder.open(temp.resolve("none"), temp.resolve("data"));
    Path source = Jar.of(temp, "mine", "1.0.0", Map.of());
    entry =
        folder.take(
            new BundleSource(
                "mine", to -> Files.copy(source, to, StandardCopyOption.REPLACE_EXISTING)));
    folder.change(register -> register.with(entry));
    jar = folder.home().resolve(entry.file());
  }

  private Register.Entry kept() {
    return BundleFolder.open(temp.resolve("none"), temp.resolve("data"))
        .register()
        .entries()
        .getFirst();
  }

  private Register.Entry of(String digest) {
    return new Register.Entry(
        entry.file(), entry.name(), entry.version(), entry.source(), digest, entry.stamp());
  }

  @Test
  @DisplayName("is not read while nobody touches it, unless it is wanted")
  void untouched() throws IOException {
    assertThat(kept()).isEqualTo(entry);
    assertThat(folder.isWhole(of("another"), false)).isTrue();
    assertThat(folder.isWhole(of("another"), true)).isFalse();
    assertThat(folder.isWhole(entry, true)).isTrue();
  }

  @Test
  @DisplayName("is read once more when it was touched, and that is remembered")
  void touched() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(folder.isWhole(of("another"), false)).isFalse();
    assertThat(kept()).isEqualTo(entry);
    assertThat(folder.isWhole(entry, false)).isTrue();
    assertThat(kept().stamp()).isNotEqualTo(entry.stamp()).isEqualTo(FileStamp.of(jar));
    folder.change(register -> register.without(entry)); // as it was before
    assertThat(folder.register().entries()).isEmpty();
  }

  @Test
  @DisplayName("does not hide a change behind its old size and date")
  void disguised() throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(MOST_TICK);
    FileTime date = Files.getLastModifiedTime(jar);
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2] ^= 1;
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, date);
    assertThat(folder.isWhole(entry, false)).isFalse();
  }

  @Test
  @DisplayName("of an earlier release's register is read once")
  void earlier() throws IOException {
    RegisterFile file = new RegisterFile(folder.home());
    String text = Files.readString(file.path());
    Files.writeString(file.path(), text.replaceAll(",\\s*\"stamp\" : \"[^\"]*\"", ""));
    assertThat(Files.readString(file.path())).doesNotContain("stamp");
    assertThat(kept().stamp()).isEqualTo(FileStamp.NONE);
    assertThat(folder.isWhole(kept(), false)).isTrue();
    assertThat(kept().stamp()).isEqualTo(entry.stamp());
  }
}
