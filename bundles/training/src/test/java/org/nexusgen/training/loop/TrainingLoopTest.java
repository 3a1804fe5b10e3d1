package org.nexusgen.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.MemoryTensorFiles;
import org.nexusgen.training.run.RunFolder;

@DisplayName("The training loop")
class TrainingLoopTest {
  private static final TrainingSettings TRAINING =
      new TrainingSettings(1, "loss", Set.of(), new AdamW(0.9, 0.95, 1e-8, 0, Set.of()), 1, 0);

  @TempDir private Path folder;

  private static final class Quiet implements TrainingListener {
    private final long stopAt;

    Quiet(long stopAt) {
      this.stopAt = stopAt;
    }

    @Override
    public void step(long step, long steps, double loss) {
      if (step == stopAt) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void metrics(Map<String, Object> line) {}
  }

  private static LoopSettings settings(Optional<String> best) {
    return new LoopSettings(
        List.of(
            new Phase(40, new LearningRate.Cosine(0.1, 4, 0.03)),
            new Phase(20, new LearningRate.Constant(0.01, 2))),
        2,
        7,
        14,
        25,
        2,
        best);
  }

  private RunFolder run(String name, boolean resume) {
    MemoryTensorFiles files = new MemoryTensorFiles();
    return RunFolder.open(
        folder.resolve(name), Map.of("lr", 0.1), resume, new LocalDisk(files), files);
  }

  private static float train(RunFolder run, long stopAt, Objective objective) {
    return train(run, stopAt, objective, Optional.empty());
  }

  private static float train(
      RunFolder run, long stopAt, Objective objective, Optional<String> best) {
    return new TrainingLoop(objective, settings(best), run, new Quiet(stopAt), () -> 0)
        .run(
            new LineEngine(),
            TRAINING,
            session -> session.weights(TrainingSession.Weights.AVERAGED).get("w").floats()[0]);
  }

  private static List<Map<String, Object>> comparable(RunFolder run) {
    return run.metrics().stream()
        .map(
            line -> {
              Map<String, Object> kept = new TreeMap<>(line);
              kept.keySet().removeIf(key -> key.contains("second"));
              return kept;
            })
        .toList();
  }

  @Test
  @DisplayName("learns")
  void learns() {
    assertThat(train(run("a", false), -1, LineObjective.clean())).isBetween(2.9f, 3.1f);
  }

  @Test
  @DisplayName(
      "gives the same curve and weights when it is stopped between any two lines and resumed")
  void resumes() {
    RunFolder straight = run("straight", false);
    float weight = train(straight, -1, LineObjective.clean());
    for (long stop : new long[] {1, 14, 25, 33, 59}) {
      RunFolder first = run("stopped" + stop, false);
      assertThatThrownBy(() -> train(first, stop, LineObjective.clean()))
          .isInstanceOf(StoppedException.class)
          .hasMessageContaining("--resume");
      assertThat(Thread.interrupted()).isTrue();
      RunFolder second = run("stopped" + stop, true);
      assertThat(train(second, -1, LineObjective.clean())).isEqualTo(weight);
      assertThat(comparable(second)).isEqualTo(comparable(straight));
    }
  }

  @Test
  @DisplayName("drops lines behind the newest checkpoint when it resumes: they are written again")
  void linesOfKilledRun() {
    RunFolder straight = run("straight", false);
    train(straight, -1, LineObjective.clean());
    RunFolder killed = run("killed", false);
    assertThatThrownBy(() -> train(killed, -1, new LineObjective(70)))
        .isInstanceOf(NexusGenException.class);
    assertThat(killed.metrics()).hasSize(5);
    RunFolder resumed = run("killed", true);
    assertThat(resumed.metrics()).hasSize(3);
    train(resumed, -1, LineObjective.clean());
    assertThat(comparable(resumed)).isEqualTo(comparable(straight));
  }

  @Test
  @DisplayName("says step, samples, layer and the last good checkpoint when a loss is not a number")
  void notANumber() {
    assertThatThrownBy(() -> train(run("nan", false), -1, new LineObjective(70)))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("step 36 ")
        .hasMessageContaining("line:70")
        .hasMessageContaining("layer 'line'")
        .hasMessageContaining("checkpoint-00000025");
    assertThat(run("nan", true).checkpoints().steps()).containsExactly(25L);
  }

  @Test
  @DisplayName("keeps the newest checkpoints and the best one, and gives the best one's weights")
  void keepsTheBest() {
    RunFolder run = run("best", false);
    float weight = train(run, -1, LineObjective.clean(), Optional.of("held_out.loss"));
    RunFolder.Best best = run.best().orElseThrow();
    double smallest =
        run.metrics().stream()
            .filter(line -> line.containsKey("held_out.loss"))
            .mapToDouble(line -> ((Number) line.get("held_out.loss")).doubleValue())
            .min()
            .orElseThrow();
    assertThat(best.value()).isEqualTo(smallest);
    assertThat(run.checkpoints().steps()).contains(best.step(), 60L);
    assertThat(run.checkpoints().steps().size()).isLessThanOrEqualTo(3);
    double error = (weight - 3) * 0.5;
    assertThat(error * error).isCloseTo(best.value(), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  @DisplayName("reports the losses of every label apart")
  void labels() {
    RunFolder run = run("labels", false);
    train(run, -1, LineObjective.clean());
    assertThat(run.metrics().get(0))
        .containsKeys("loss", "even.loss", "odd.error", "gradient_norm", "learning_rate");
    assertThat(run.metrics().get(1)).containsKey("held_out.loss");
  }

  @Test
  @DisplayName("does not go on with other settings, and shows the difference")
  void otherSettings() {
    train(run("other", false), -1, LineObjective.clean());
    MemoryTensorFiles files = new MemoryTensorFiles();
    assertThatThrownBy(
            () ->
                RunFolder.open(
                    folder.resolve("other"),
                    Map.of("lr", 0.2, "steps", 3),
                    true,
                    new LocalDisk(files),
                    files))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("lr: began with 0.1, now 0.2")
        .hasMessageContaining("steps: began with nothing, now 3.0");
    assertThatThrownBy(() -> run("other", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--resume");
  }

  @Test
  @DisplayName("does not begin in a folder that holds something else")
  void foreignFolder() throws IOException {
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(folder.resolve("home/letter.txt"), "dear");
    assertThatThrownBy(() -> run("home", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("letter.txt");
  }

  @Test
  @DisplayName("goes on behind a line that was cut off")
  void cutLine() throws IOException {
    RunFolder run = run("cut", false);
    train(run, -1, LineObjective.clean());
    Path metrics = run.folder().resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"step\": 9");
    assertThat(run("cut", true).metrics()).hasSize(8);
  }
}
