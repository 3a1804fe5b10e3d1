package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.tensorrt.Sums.LARGE;
import static org.nexusgen.tensorrt.Sums.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.tensorrt.standin.Room;

@DisplayName("When memory is short")
final class RoomTest {
  private static final int FOR_ONE_PLAN = 300 << 20;
  private static final int TOO_LARGE = 2_000_000;

  @TempDir Path folder;

  private static float sum(GraphSession session, int size) {
    return Sums.last(session, vector(size, 1), vector(size, 2));
  }

  private static ResidentTensor kept(GraphSession session) {
    try (RunResult result = session.run(Map.of("a", vector(LARGE, 1), "b", vector(LARGE, 2)))) {
      return result.keep("sum");
    }
  }

  @Test
  @DisplayName("the plan that was not used for the longest time makes room, and comes back")
  void plans() {
    String memory = "-D%s=%d".formatted(Room.PROPERTY, FOR_ONE_PLAN);
    try (TensorrtEngine engine = StandIn.engine(folder, Map.of("workerOptions", memory));
        GraphSession first = Sums.open(engine, "first");
        GraphSession second = Sums.open(engine, "second")) {
      assertThat(sum(first, 2)).isEqualTo(3);
      long worker = Workers.one().pid();
      assertThat(sum(second, 2)).isEqualTo(3);
      assertThat(sum(first, 2)).isEqualTo(3);
      assertThat(sum(first, 3)).isEqualTo(3);
      assertThat(Workers.one().pid()).isEqualTo(worker);
    }
  }

  @Test
  @DisplayName("on the device, a run takes what is spare there")
  void inside() throws IOException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder);
        GraphSession session = Sums.open(engine, "inside")) {
      assertThat(sum(session, 2 * LARGE)).isEqualTo(3); // leaves larger pieces than the next takes
      Files.writeString(folder.resolve("fault"), "run full");
      assertThat(sum(session, LARGE)).isEqualTo(3);
      assertThat(folder.resolve("fault")).doesNotExist();
      assertThat(Files.readAllLines(folder.resolve(StandIn.JOURNAL)))
          .anyMatch(line -> line.startsWith("free "));
    }
  }

  @Test
  @DisplayName("in the worker, the request fails with the remedy, and others go on")
  void worker() {
    Map<String, String> little = Map.of("workerOptions", "-XX:MaxDirectMemorySize=8m");
    try (TensorrtEngine engine = StandIn.engine(folder, little);
        GraphSession session = Sums.open(engine, "large")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      long worker = Workers.one().pid();
      assertThatThrownBy(() -> sum(session, TOO_LARGE))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining("wants %d bytes more".formatted(TOO_LARGE * Float.BYTES))
          .hasMessageContaining("tensorrt.workerOptions = -XX:MaxDirectMemorySize=");
      assertThat(sum(session, 2)).isEqualTo(3);
      assertThat(Workers.one().pid()).isEqualTo(worker);
    }
  }

  @Test
  @DisplayName("tensors that nobody needs are gone soon, though nothing more is asked")
  void quiet() throws IOException, InterruptedException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder);
        GraphSession session = Sums.open(engine, "quiet")) {
      ResidentTensor tensor = kept(session);
      TimeUnit.SECONDS.sleep(3);
      assertThat(freed()).isFalse();
      tensor.close();
      for (int i = 0; i < 100 && !freed(); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(freed()).isTrue();
    }
  }

  private boolean freed() throws IOException {
    return Files.readAllLines(folder.resolve(StandIn.JOURNAL)).stream()
        .anyMatch(line -> line.startsWith("free ") && !line.endsWith(" 4096"));
  }

  @Test
  @DisplayName("they are gone soon, too, where a worker does not wait for the next graph")
  void atOnce() throws IOException, InterruptedException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, Map.of("idleSeconds", "0"));
        GraphSession session = Sums.open(engine, "at once")) {
      kept(session).close();
      for (int i = 0; i < 100 && !freed(); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(freed()).isTrue();
    }
  }

  @Test
  @DisplayName("a worker without an open graph ends, whoever reads a tensor in the meantime")
  void idle() throws InterruptedException {
    try (TensorrtEngine engine = StandIn.engine(folder, Map.of("idleSeconds", "3"))) {
      GraphSession session = Sums.open(engine, "idle");
      ResidentTensor tensor = kept(session);
      ProcessHandle worker = Workers.one();
      session.close();
      assertThat(tensor.toHost().floats()).hasSize(LARGE);
      assertThat(Workers.ends(worker)).isTrue();
      assertThatThrownBy(tensor::toHost).hasMessageContaining("was lost when the worker ended");
      assertThat(Workers.running()).isEmpty();
    }
  }
}
