package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.tensorrt.Sums.LARGE;
import static org.nexusgen.tensorrt.Sums.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.engine.tensorrt.process.WorkerEndedException;

@DisplayName("When the worker")
final class WorkerTest {
  @TempDir static Path folder;
  private static TensorrtEngine engine;

  @BeforeAll
  static void start() {
    engine = StandIn.engine(folder, Map.of("runSeconds", "5"));
  }

  @AfterAll
  static void stop() throws IOException {
    engine.close();
    assertThat(Workers.running()).isEmpty();
    assertThat(Workers.sharedFiles()).isEmpty();
  }

  private static void order(String fault) throws IOException {
    Files.writeString(folder.resolve("fault"), fault);
  }

  private static float sum(GraphSession session, int size) {
    return Sums.last(session, vector(size, 1), vector(size, 2));
  }

  @Test
  @DisplayName("aborts, that request fails with all that is known, and the next one works")
  void abort() throws IOException {
    try (GraphSession session = Sums.open(engine, "aborting")) {
      assertThat(sum(session, LARGE)).isEqualTo(3);
      ProcessHandle first = Workers.one();
      order("run abort");
      assertThatThrownBy(() -> sum(session, LARGE))
          .isInstanceOf(WorkerEndedException.class)
          .hasMessageContaining("graph 'aborting' with {n=100000}")
          .hasMessageContaining(
              "(process %d) ended with exit code 134 (SIGABRT".formatted(first.pid()))
          .hasMessageContaining("CUDA error 700 at run: an illegal memory access")
          .hasMessageContaining("the next request starts another one");
      assertThat(sum(session, LARGE)).isEqualTo(3);
      assertThat(Workers.one().pid()).isNotEqualTo(first.pid());
    }
  }

  @Test
  @DisplayName("says no, it goes on")
  void failure() throws IOException {
    try (GraphSession session = Sums.open(engine, "failing")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      long pid = Workers.one().pid();
      order("run fail");
      assertThatThrownBy(() -> sum(session, 2))
          .isInstanceOf(NexusGenException.class)
          .hasMessage("graph 'failing' with {n=2}: ordered failure at run");
      assertThat(sum(session, 2)).isEqualTo(3);
      assertThat(Workers.one().pid()).isEqualTo(pid);
    }
  }

  @Test
  @DisplayName("hangs, the request fails after the time that is set, by its name")
  void hang() throws IOException, InterruptedException {
    try (GraphSession session = Sums.open(engine, "hanging")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      ProcessHandle hanging = Workers.one();
      order("run hang");
      assertThatThrownBy(() -> sum(session, 2))
          .isInstanceOf(WorkerEndedException.class)
          .hasMessageContaining("graph 'hanging' with {n=2}")
          .hasMessageContaining("did not answer within 5 s and was ended");
      assertThat(Workers.ends(hanging)).isTrue();
      assertThat(sum(session, 2)).isEqualTo(3);
    }
  }

  @Test
  @DisplayName(
      "is killed in the middle of a request, that one fails, others and their sessions live")
  void killed() throws IOException, InterruptedException {
    try (GraphSession session = Sums.open(engine, "killed");
        GraphSession other = Sums.open(engine, "other")) {
      assertThat(sum(session, 2) + sum(other, 2)).isEqualTo(6);
      ProcessHandle worker = Workers.one();
      order("run hang");
      CompletableFuture<Float> running = CompletableFuture.supplyAsync(() -> sum(session, 2));
      while (Files.exists(folder.resolve("fault"))) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      CompletableFuture<Float> waiting = CompletableFuture.supplyAsync(() -> sum(other, 2));
      worker.destroyForcibly();
      assertThatThrownBy(running::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("exit code 137 (SIGKILL");
      assertThat(waiting.join()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("is frozen, it gives no sign of life, and the request fails before its time is over")
  void frozen(@TempDir Path own) throws IOException, InterruptedException {
    Map<String, String> settings = Map.of("silenceSeconds", "8", "runSeconds", "600");
    try (TensorrtEngine patient = StandIn.engine(own, settings);
        GraphSession session = Sums.open(patient, "frozen")) {
      assertThat(sum(session, 2)).isEqualTo(3);
      Workers.freeze(newest());
      assertThatThrownBy(() -> sum(session, 2))
          .isInstanceOf(WorkerEndedException.class)
          .hasMessageContaining("gave no sign of life and was ended");
      assertThat(sum(session, 2)).isEqualTo(3);
    }
  }

  private static ProcessHandle newest() {
    return Workers.running().stream()
        .max(Comparator.comparing(worker -> worker.info().startInstant().orElseThrow()))
        .orElseThrow();
  }

  @Test
  @DisplayName("has kept a tensor, the next run takes it; when it ended, that is said")
  void resident() throws IOException {
    try (GraphSession session = Sums.open(engine, "keeping")) {
      ResidentTensor kept = keep(session);
      assertThat(Sums.last(session, kept, vector(LARGE, 1))).isEqualTo(4);
      assertThat(kept.toHost().floats()).hasSize(LARGE).containsOnly(3);
      order("run abort");
      assertThatThrownBy(() -> sum(session, 2)).isInstanceOf(WorkerEndedException.class);
      assertThatThrownBy(() -> Sums.last(session, kept, vector(LARGE, 1)))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining(
              "F32 [100000]) was lost when the worker ended; begin this request again");
      kept.close();
      try (ResidentTensor again = keep(session)) {
        assertThat(Sums.last(session, again, vector(LARGE, 1))).isEqualTo(4);
      }
    }
  }

  private static ResidentTensor keep(GraphSession session) {
    try (RunResult result = session.run(Map.of("a", vector(LARGE, 1), "b", vector(LARGE, 2)))) {
      return result.keep("sum");
    }
  }

  @Test
  @DisplayName(
      "aborts while it builds or loads, nothing is left of the plan, and it is built again")
  void building() throws IOException {
    for (String place : List.of("build", "load")) {
      try (GraphSession session = Sums.open(engine, "built " + place)) {
        order(place + " abort");
        assertThatThrownBy(() -> sum(session, 2))
            .isInstanceOf(WorkerEndedException.class)
            .hasMessageContaining("graph 'built " + place + "' with {n=2}");
        assertThat(sum(session, 2)).isEqualTo(3);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("tensorrt/plans"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("unfinished") || name.startsWith("building"));
    }
  }
}
