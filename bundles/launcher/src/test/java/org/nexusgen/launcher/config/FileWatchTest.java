package org.nexusgen.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A watch over files")
class FileWatchTest {
  @Test
  @DisplayName("notices a new one, and leaves no thread when it is closed")
  void notices(@TempDir Path folder) throws IOException, InterruptedException {
    SettingSources sources =
        new SettingSources(List.of(folder.resolve("conf")), "", Map.of(), Map.of(), Map.of());
    CountDownLatch changed = new CountDownLatch(1);
    try (FileWatch watch = new FileWatch(sources::stamps, changed::countDown)) {
      watch.start();
      Files.writeString(
          Files.createDirectories(folder.resolve("conf")).resolve("oven.properties"), "loaves=2");
      assertThat(changed.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("nexusgen-settings"));
  }
}
