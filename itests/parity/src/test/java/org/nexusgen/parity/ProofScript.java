package org.nexusgen.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code itests/gpu/gpu-proof.sh} in a folder whose Java machine is a few lines of shell. */
final class ProofScript {
  private final Path root;
  private final Path bin;

  /**
   * @param root gets the folder of the proof, and what it writes
   */
  ProofScript(Path root) throws IOException {
    this.root = root;
    this.bin = Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("tmp"));
    Path proof = Files.createDirectories(root.resolve("nexusgen-proof"));
    try (Stream<Path> scripts = Files.list(Path.of("..", "gpu"))) {
      for (Path script : (Iterable<Path>) scripts.filter(Files::isRegularFile)::iterator) {
        Files.copy(script, proof.resolve(script.getFileName()));
      }
    }
    Files.writeString(proof.resolve("commit"), "the first");
    try (InputStream stub =
        Objects.requireNonNull(ProofScript.class.getResourceAsStream("/gpu/java"))) {
      program(
          Files.createDirectories(proof.resolve("java/bin")).resolve("java"),
          new String(stub.readAllBytes(), UTF_8));
    }
    // What the machine of a test has of these is not what is tested.
    program("python3", "exit 1");
    program("nvidia-smi", "exit 1");
    program("df", "echo head; echo 'disk 0 0 99000000 0% /'");
  }

  /** A program that is found before that of the machine. */
  void program(String name, String lines) throws IOException {
    program(bin.resolve(name), "#!/bin/sh\n" + lines + "\n");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  /** What the Java machine does where its arguments contain a text, before anything else. */
  void fault(String where, String lines) throws IOException {
    Files.writeString(
        root.resolve("fault.sh"), "case $* in *'%s'*) %s ;; esac%n".formatted(where, lines));
  }

  Path root() {
    return root;
  }

  /** The file of the results. */
  Path results() {
    return root.resolve("results.md");
  }

  /** Process and arguments of each Java machine that was started. */
  List<String> calls() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Starts it in the folder of the proof; a line is a part of a command. */
  Process start(Map<String, String> settings, String line) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("output").toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("PROOF_") || name.equals("NEXUSGEN_CACHE"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("TMPDIR", root.resolve("tmp").toString());
    environment.put("PROOF_EFFORTS", "1");
    environment.put("PROOF_JOBS", "2");
    environment.putAll(settings);
    return builder.start();
  }

  /** The exit code. */
  int run(Map<String, String> settings, String line) throws IOException, InterruptedException {
    return start(settings, line).waitFor();
  }

  /** At the small sizes. */
  int dryRun(Map<String, String> settings) throws IOException, InterruptedException {
    return run(settings, DRY);
  }

  /** What {@link #dryRun} runs. */
  static final String DRY = "exec sh nexusgen-proof/gpu-proof.sh --dry-run --out results.md";

  /** What it said. */
  String output() throws IOException {
    return Files.readString(root.resolve("output"));
  }
}
