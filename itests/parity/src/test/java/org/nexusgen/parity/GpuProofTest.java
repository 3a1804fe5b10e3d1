package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
