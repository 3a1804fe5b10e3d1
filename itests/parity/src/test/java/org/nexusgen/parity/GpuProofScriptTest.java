package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it does where not all goes well; {@link ProofScript} stands in for Java. */
@DisplayName("The script of the proof on a GPU")
class GpuProofScriptTest {
  private static final String TWO_ENGINES = "exec sh nexusgen-proof/gpu-proof.sh --out results.md";
  private static final Map<String, String> TWO =
      Map.of(
          "PROOF_RUNS", "tensorrt:fp32:1e-3 tensorrt11:bf16:1e-1",
          "PROOF_BLOCKS", "vit",
          "PROOF_MODELS", "mini");

  @TempDir private Path folder;
  private ProofScript script;

  @BeforeEach
  void make() throws IOException {
    script = new ProofScript(Files.createDirectories(folder.resolve("it's a folder")));
  }

  @Test
  @DisplayName("writes all sections, and leaves nothing of its own")
  void whole() throws Exception {
    assertThat(script.dryRun(Map.of())).as(script.output()).isZero();
    assertThat(script.results())
        .content()
        .contains("- TensorRT of a test", "## Model mini, fp32", "## Blocks, fp32, effort 1")
        .contains("| 1 | tensorrt, fp32 | vae-tiny | 3 |", "Not measured: a dry run.")
        .doesNotContain("Not through");
    assertThat(script.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  @DisplayName("ends what it started when it is ended, and writes what there is")
  void ended() throws Exception {
    script.fault("GpuProof tensorrt Blocks,", "exec sleep 60");
    Process process = script.start(Map.of(), ProofScript.DRY);
    while (process.isAlive() && (!said("Not through yet: blocks") || script.calls().size() < 5)) {
      Thread.sleep(50);
    }
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(script.results())
        .content()
        .contains(
            "Not through, as it was ended by signal TERM, during: blocks, tensorrt, fp32, effort 1")
        .contains("## Model mini, fp32", "| 1 | tensorrt, fp32 | vae-tiny | 3 |");
    long last = Long.parseLong(script.calls().getLast().split(" ", 2)[0]);
    assertThat(ProcessHandle.of(last).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private boolean said(String text) throws IOException {
    return Files.exists(script.results()) && Files.readString(script.results()).contains(text);
  }

  @Test
  @DisplayName("gives up what takes longer than its share of PROOF_DEADLINE, and says so")
  void deadline() throws Exception {
    script.fault("/plans/", "exec sleep 60");
    assertThat(script.dryRun(Map.of("PROOF_DEADLINE", "40"))).isEqualTo(1);
    assertThat(script.results())
        .content()
        .contains("not run, for want of a plan or of time: vae-tiny", "## Model mini, fp32")
        .doesNotContain("Not through");
  }

  @Test
  @DisplayName("says which of two engines cannot run, goes on with the other, and fails")
  void oneUnavailable() throws Exception {
    script.fault(
        "GpuCheck tensorrt11", "echo 'tensorrt11 cannot run here: no library' > \"$file\"; exit 2");
    assertThat(script.run(TWO, TWO_ENGINES)).as(script.output()).isEqualTo(1);
    assertThat(script.results())
        .content()
        .contains("- tensorrt11 cannot run here: no library", "## Blocks, fp32, effort 1")
        .contains("Not measured: python3 has no PyTorch with CUDA");
    assertThat(script.calls()).noneMatch(call -> call.contains("GpuProof tensorrt11"));
  }

  @Test
  @DisplayName("says why no engine can run, before anything else is begun")
  void unavailable() throws Exception {
    script.fault("GpuCheck", "echo 'it cannot run here: no driver' > \"$file\"; exit 2");
    assertThat(script.run(TWO, TWO_ENGINES)).isEqualTo(2);
    assertThat(script.output()).contains("it cannot run here: no driver");
    assertThat(script.results()).content().contains("it cannot run here: no driver");
    assertThat(script.calls()).noneMatch(call -> call.contains("GpuProof"));
  }

  @Test
  @DisplayName("goes on where the process of a plan dies, and shows its last words")
  void dyingPlan() throws Exception {
    script.fault("/plans/1-", "echo 'no room for it' >&2; kill -9 $$");
    assertThat(script.dryRun(Map.of())).as(script.output()).isZero();
    assertThat(script.output()).contains("plan-tensorrt-fp32-vae-tiny: 137", "no room for it");
    assertThat(script.results()).content().contains("## Blocks, fp32, effort 1");
  }

  @Test
  @DisplayName("fails with a line where the process of a section dies")
  void dyingSection() throws Exception {
    script.fault("GpuProof tensorrt Blocks,", "echo 'no room for it' >&2; exit 134");
    assertThat(script.dryRun(Map.of())).isEqualTo(1);
    assertThat(script.results())
        .content()
        .contains("2-tensorrt-fp32-blocks: it ended with 134: no room for it")
        .contains("## Model mini, fp32");
  }

  @Test
  @DisplayName("refuses results that cannot be written, and a choice of nothing, at once")
  void refusals() throws Exception {
    String run = "exec sh nexusgen-proof/gpu-proof.sh --dry-run --out ";
    assertThat(script.run(Map.of(), run + "nowhere/results.md")).isEqualTo(2);
    assertThat(script.output()).contains("nowhere/results.md cannot be written");
    assertThat(script.run(Map.of(), run + "tmp")).isEqualTo(2);
    assertThat(script.output()).contains("tmp is there, and is no file");
    assertThat(script.dryRun(Map.of("PROOF_BLOCKS", "flux"))).isEqualTo(2);
    assertThat(script.output()).contains("PROOF_BLOCKS: got 'flux', which is none of: vae-tiny");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  @DisplayName("takes nothing that an earlier run measured, and keeps its plans")
  void earlier() throws Exception {
    Path work = script.root().resolve("work");
    Path plan = work.resolve("cache/blocks/tensorrt/plans/an.plan");
    Files.createDirectories(plan.getParent());
    Files.writeString(plan, "");
    Files.createDirectories(work.resolve("sections"));
    Files.writeString(work.resolve("sections/9-old.md"), "## Of another day");
    Files.writeString(work.resolve("torch.md"), "of another day");
    assertThat(script.dryRun(Map.of("PROOF_WORK", "work"))).as(script.output()).isZero();
    assertThat(script.results()).content().doesNotContain("another day");
    assertThat(plan).exists();
  }

  @Test
  @DisplayName("keeps PyTorch's times where PyTorch fails, and says that it did")
  void torch() throws Exception {
    script.program(
        "python3",
        """
        [ "$1" != -c ] || exit 0
        while [ "$1" != --table ]; do shift; done
        echo '| vit-504 | 1.234 |' > "$2"
        echo 'the device was lost' >&2
        exit 7""");
    assertThat(script.run(TWO, TWO_ENGINES)).as(script.output()).isZero();
    assertThat(script.results())
        .content()
        .contains(
            "| vit-504 | 1.234 |", "in 'PyTorch, compiled' it ended with 7: the device was lost");
  }

  @Test
  @DisplayName("unpacks pieces once, other pieces anew, and none that are damaged or left over")
  void pieces() throws Exception {
    pack();
    Path pieces = script.root().resolve("pieces");
    Files.writeString(pieces.resolve("piece.0009"), "of an older pack");
    String run = "exec sh pieces/gpu-proof.sh --dry-run --out results.md";
    assertThat(script.run(Map.of(), run)).as(script.output()).isZero();
    assertThat(script.output()).contains("unpacking");
    assertThat(script.run(Map.of(), run)).as(script.output()).isZero();
    assertThat(script.output()).doesNotContain("unpacking");
    Files.writeString(script.root().resolve("nexusgen-proof/commit"), "the second");
    pack();
    assertThat(script.run(Map.of(), run)).as(script.output()).isZero();
    assertThat(script.results()).content().contains("- commit: the second");
    Files.writeString(script.root().resolve("nexusgen-proof/commit"), "the third");
    pack();
    Files.writeString(pieces.resolve("piece.0000"), "damaged");
    assertThat(script.run(Map.of(), run)).isEqualTo(2);
    assertThat(script.output()).contains("piece.0000: FAILED");
  }

  private void pack() throws Exception {
    assertThat(
            script.run(
                Map.of(),
                """
                mkdir -p pieces && tar -czf - nexusgen-proof | split -b 9000 -d -a 4 - pieces/piece. &&
                cp nexusgen-proof/gpu-proof.sh pieces && cd pieces && sha256sum piece.000[0-8] > SHA256SUMS"""))
        .as(script.output())
        .isZero();
  }
}
