package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A worker")
final class OrphanTest {
  @TempDir Path folder;

  @Test
  @DisplayName("dies with the program that started it, however that died")
  void orphan() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Host.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process host = builder.start();
    try (BufferedReader answers = host.inputReader()) {
      assertThat(answers.readLine()).isEqualTo("3.0");
      List<ProcessHandle> workers = Workers.of(host.toHandle());
      assertThat(workers).hasSize(1);
      host.destroyForcibly().waitFor();
      assertThat(Workers.ends(workers.getFirst())).isTrue();
    } finally {
      host.destroyForcibly();
    }
  }
}
