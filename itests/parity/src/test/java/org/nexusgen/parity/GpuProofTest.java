package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At small sizes, on the TensorRT engine with the stand-in in the place of TensorRT. */
@DisplayName("The proof on a GPU")
class GpuProofTest {
  private static final String SETTINGS = "nexusgen.tensorrt.";
  private static final String WEIGHTS = "proof.weights";

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith(SETTINGS));
    System.clearProperty(WEIGHTS);
  }

  @Test
  @DisplayName("runs from start to end, compares every stage, and writes its section")
  void dryRun() throws IOException {
    System.setProperty(SETTINGS + "layer", "stand-in");
    System.setProperty(SETTINGS + "idleSeconds", "0");
    System.setProperty(WEIGHTS, folder.toString());
    Path section = folder.resolve("section.md");
    int code = GpuProof.run("tensorrt", "dry run", 1e-3, 1, true, section);
    assertThat(code).isZero();
    assertThat(section)
        .content()
        .startsWith("## dry run: tensorrt 8.6")
        .contains("| mini, a red circle | final_latents |")
        .contains("| vae-tiny |")
        .doesNotContain("**no**");
  }

  @Test
  @DisplayName("does not hold where a difference is too large, or is no number")
  void limits() {
    assertThat(new ProofRow("x", "", "", 2e-3, 1e-3).holds()).isFalse();
    assertThat(new ProofRow("x", "", "", Double.NaN, 1e-3).holds()).isFalse();
    assertThat(new ProofRow("x", "", "", 1e-3, 1e-3).holds()).isTrue();
  }

  @Test
  @DisplayName("says why an engine cannot run here, and compares nothing")
  void unavailable() throws IOException {
    Path section = folder.resolve("section.md");
    System.setProperty(SETTINGS + "home", folder.toString());
    assertThat(GpuProof.run("tensorrt", "fp32", 1e-3, 1, true, section)).isEqualTo(2);
    assertThat(section).doesNotExist();
  }

  @Test
  @DisplayName("names TensorRT, device and memory as the engine's process finds them")
  void device() throws IOException {
    Path line = folder.resolve("device");
    System.setProperty(SETTINGS + "layer", "stand-in");
    System.setProperty(SETTINGS + "idleSeconds", "0");
    assertThat(GpuCheck.run("tensorrt", line)).isZero();
    assertThat(line)
        .content()
        .startsWith("tensorrt: TensorRT 8.6.1 on stand-in (9.0), 81920 MiB; ");
  }

  @Test
  @DisplayName("says before all else why an engine cannot run here, in one line")
  void check() throws IOException {
    Path line = folder.resolve("device");
    System.setProperty(SETTINGS + "home", folder.toString());
    assertThat(GpuCheck.run("tensorrt", line)).isEqualTo(2);
    assertThat(line).content().startsWith("tensorrt cannot run here: ").contains("libnvinfer.so.8");
    assertThat(Files.readAllLines(line)).hasSize(1);
  }

  @Test
  @DisplayName("says why an engine cannot run whose process does not keep what files promise")
  void checkOfProcess() throws IOException {
    Path line = folder.resolve("device");
    System.setProperty(SETTINGS + "layer", "none of that name");
    assertThat(GpuCheck.run("tensorrt", line)).isEqualTo(2);
    assertThat(line).content().startsWith("tensorrt cannot run here: ");
  }

  @Test
  @DisplayName("gives the median and the least of the times")
  void times() {
    ProofRow row = ProofRow.timed("x", "", "", 0, 1, new double[] {3, 1, 2}, 9);
    assertThat(row.markdown()).endsWith("| 2.00 | 1.00 | 9 |");
  }
}
