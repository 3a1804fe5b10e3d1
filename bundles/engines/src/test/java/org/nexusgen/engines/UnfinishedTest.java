package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What an installation has not finished")
class UnfinishedTest {
  @TempDir private Path temp;
  private SmallRepository repository;

  @BeforeEach
  void repository() throws IOException {
    repository = SmallRepository.in(temp);
  }

  @AfterEach
  void proceed() {
    assertThat(Thread.interrupted()).as("a test's interrupt is its own").isFalse();
  }

  @Test
  @DisplayName("is deleted by the next one if its process was killed, of releases without lock too")
  void swept() throws IOException {
    Path killed = dead(".installing123");
    Files.createFile(killed.resolve("lock"));
    Path older = dead(".installing456");
    age(older);
    assertThat(repository.installTo(temp.resolve("rt").toString()).code()).isZero();
    assertThat(killed).doesNotExist();
    assertThat(older).doesNotExist();
  }

  @Test
  @DisplayName("is deleted in the folder that was there before, too")
  void sweptInside() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("rt"));
    Files.createFile(dead("rt/.installing123").resolve("lock"));
    Ran ran = repository.installTo(folder.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(folder.toFile().list()).containsExactly("lib");
  }

  @Test
  @DisplayName("is left alone while it is worked on, and so is what others named alike")
  void keptAlone() throws IOException {
    Path running = dead(".installing123");
    age(running);
    Path fresh = dead(".installing456");
    Path foreign = Files.createDirectories(temp.resolve(".installing789/photos"));
    age(foreign.getParent());
    try (FileChannel channel =
        FileChannel.open(
            running.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.lock().isValid()).isTrue();
      assertThat(repository.installTo(temp.resolve("rt").toString()).code()).isZero();
    }
    assertThat(running.resolve("lib")).exists();
    assertThat(fresh.resolve("lib")).exists();
    assertThat(foreign).exists();
  }

  @Test
  @DisplayName("is deleted when its user interrupts, which ends as every cancelled command does")
  void interrupted() {
    Thread.currentThread().interrupt();
    Ran ran;
    try {
      ran = repository.installTo(temp.resolve("rt").toString());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).endsWith("nexusgen: cancelled" + System.lineSeparator());
    assertThat(temp.toFile().list()).containsExactly("rt.jar");
  }

  private Path dead(String name) throws IOException {
    Path lib = Files.createDirectories(temp.resolve(name).resolve("lib"));
    Files.writeString(lib.resolve(SmallRepository.LIBRARY), "01234");
    return lib.getParent();
  }

  private static void age(Path folder) throws IOException {
    Instant before = Instant.now().minus(Duration.ofHours(1));
    Files.setLastModifiedTime(folder, FileTime.from(before));
  }
}
