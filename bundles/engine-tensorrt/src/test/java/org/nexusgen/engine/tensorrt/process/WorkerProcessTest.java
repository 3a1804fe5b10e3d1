package org.nexusgen.engine.tensorrt.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;

@DisplayName("A worker that does not start")
final class WorkerProcessTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path cache;

  @RepeatedTest(3)
  @DisplayName("says why, and that arrives")
  void wrongLayer() {
    List<Path> classPath =
        Stream.of("java.class.path", "jdk.module.path")
            .flatMap(path -> Stream.of(System.getProperty(path, "").split(File.pathSeparator, -1)))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    Launch launch = new Launch(classPath, List.of(), List.of(), cache, "no-such", 0, List.of());
    Limits limits = new Limits(LONG, LONG, LONG, LONG, LONG, LONG, 1);
    assertThatThrownBy(() -> WorkerProcess.start(launch, limits))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("the TensorRT worker does not start: it ended with exit code 4")
        .hasMessageContaining("tensorrt.layer: got 'no-such', there are: djl");
  }
}
