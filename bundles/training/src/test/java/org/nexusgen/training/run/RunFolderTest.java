package org.nexusgen.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("A run's folder")
class RunFolderTest {
  private static final Map<String, Object> SETTINGS = Map.of("steps", 3);
  private static final int MORE_THAN_ENOUGH = 60;

  @TempDir private Path folder;

  private final MemoryTensorFiles files = new MemoryTensorFiles();

  private static Checkpoint checkpoint(int step) {
    return new Checkpoint(step, Map.of("w", Tensor.scalar(step)), Map.of("step", step));
  }

  private void work(Path place, Disk disk) {
    RunFolder run = RunFolder.open(place, SETTINGS, true, disk, files);
    run.useEngine("vision-encoder", "onnxruntime");
    int from = run.newest().map(one -> Math.toIntExact(one.step())).orElse(0);
    for (int step = from + 1; step <= 4; step++) {
      run.log(Map.of("step", step));
      run.save(checkpoint(step), 1);
      if (step % 2 == 0) {
        run.markBest(new RunFolder.Best(step, "loss", 1.0 / step));
      }
    }
  }

  @Test
  @DisplayName("is whole after a kill between any two touches of the disk, and goes on")
  void killed() {
    crashEverywhere(true);
  }

  @Test
  @DisplayName("is whole after a full disk at any touch of it, and goes on")
  void diskFull() {
    crashEverywhere(false);
  }

  private void crashEverywhere(boolean kills) {
    boolean crashed = true;
    for (int calls = 0; crashed; calls++) {
      assertThat(calls).isLessThan(MORE_THAN_ENOUGH);
      Path place = folder.resolve("run" + calls);
      CrashingDisk disk = new CrashingDisk(new LocalDisk(files), calls, kills);
      try {
        work(place, disk);
      } catch (CrashingDisk.Killed | NexusGenException e) {
        assertThat(disk.crashed()).isTrue();
      }
      crashed = disk.crashed();
      work(place, new LocalDisk(files));
      RunFolder run = RunFolder.look(place, new LocalDisk(files), files);
      assertThat(run.checkpoints().steps()).endsWith(4L);
      assertThat(run.engines()).isEqualTo(Map.of("vision-encoder", "onnxruntime"));
      assertThat(run.newest().orElseThrow().tensors().get("w").floats()).containsExactly(4f);
      assertThat(run.metrics()).extracting(line -> line.get("step")).containsExactly(1, 2, 3, 4);
      assertThat(place.toFile().list()).allMatch(name -> !name.contains("unfinished"));
    }
  }

  @Test
  @DisplayName("refuses another engine for a part that is not trained, and says how to go on")
  void otherEngine() {
    Disk disk = new LocalDisk(files);
    RunFolder.open(folder, SETTINGS, false, disk, files).useEngine("decoder", "onnxruntime");
    RunFolder again = RunFolder.open(folder, SETTINGS, true, disk, files);
    again.useEngine("decoder", "onnxruntime");
    assertThatThrownBy(() -> again.useEngine("decoder", "tensorrt"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("decoder on engine 'tensorrt', it began with 'onnxruntime'")
        .hasMessageContaining("--set pipeline.engine=decoder=onnxruntime")
        .hasMessageContaining("engines.json");
  }
}
