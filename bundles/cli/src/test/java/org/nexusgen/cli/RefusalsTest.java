package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("The command line")
class RefusalsTest extends CommandLineCase {
  @Test
  @DisplayName("refuses bad usage in one line that tells how")
  void badUsage() {
    assertRefused("--help", "nonsense");
    assertRefused("no command");
    assertRefused("QUESTION", "understand");
    assertRefused("-o", "generate", "a star");
    assertRefused("--threads", "understand", "q", "--threads", "many");
    assertRefused("threads", "understand", "q", "--threads", "-1");
    assertRefused("--weights", "understand", "q", "--weights", "nowhere");
    assertRefused("--nonsense", "understand", "q", "--nonsense");
    assertRefused("--n", "generate", "x", "-o", at("o.png"), "--n", "0");
    assertRefused("--size", "encode", "--image", picture, "-o", at("e.safetensors"), "--size", "9");
    assertRefused("tea cache", "generate", "x", "-o", at("o.png"), "--tea-cache", "0");
    assertRefused("tiling", "generate", "x", "-o", at("o.png"), "--tile", "1");
    assertRefused("prompt", "generate", "-o", at("o.png"));
    assertRefused("prompt", "generate", "x", "--prompts", "y", "-o", at("o.png"));
    assertRefused("empty", "generate", " ", "-o", at("o.png"));
    assertRefused("empty", "understand", "");
    assertRefused("onnxruntime", "understand", "q", "--engine", "abacus");
    assertRefused("stop text", "understand", "q", "--stop=");
    assertRefused("cfg scale", "generate", "x", "-o", at("o.png"), "--cfg-scale", "NaN");
    assertRefused("guidance", "generate", "x", "-o", at("o.png"), "--guidance", "1e38");
    assertThat(terminal.nexusGen.asked).isEmpty();
  }

  @Test
  @DisplayName("guesses which command or option was meant, and where it belongs")
  void misspelt() {
    assertRefused("did you mean 'generate'?", "genrate", "x");
    assertRefused("did you mean '--width'?", "generate", "x", "--widht", "8", "-o", at("o.png"));
    assertRefused("did you mean 'plan'?", "models", "plann");
    assertRefused("'--mdoel' is not known; did you mean '--model'?", "generate", "--mdoel", "m");
    assertRefused("did you mean '--help'?", "--hlep");
    assertRefused(
        "option '--engine' belongs behind the command: nexusgen encode --engine",
        "--engine",
        "tensorrt",
        "encode");
    assertRefused(
        "expected one of [checkpoint, float8, int8, int4] but was 'int5'",
        "understand",
        "q",
        "--precision",
        "int5");
  }

  @Test
  @DisplayName("refuses outputs that could not be written, before any work")
  void badOutputs() throws IOException {
    assertRefused("no folder", "generate", "x", "-o", at("missing/o.png"));
    assertRefused(".png", "generate", "x", "-o", at("o.jpg"));
    assertRefused(".safetensors", "imagine", "x", "-o", at("o.png"));
    assertRefused(".safetensors", "understand", "x", "--dump", at("o.json"));
    assertRefused("one picture", "generate", "x", "-o", "-", "--n", "2");
    assertRefused("standard output", "generate", "x", "-o", "-", "--json");
    assertRefused("standard output", "encode", "--image", picture, "-o", "-", "--json");
    assertRefused("standard output", "imagine", "x", "-o", "-", "--json");
    assertRefused("empty name", "generate", "x", "-o", "");
    assertRefused("empty name", "edit", "x", "--image", picture, "-o", "");
    assertRefused("empty name", "imagine", "x", "-o", "");
    assertRefused("wants a file", "understand", "x", "--dump", "-");
    Files.createDirectory(folder.resolve("d.safetensors"));
    assertRefused("is a folder", "imagine", "x", "-o", at("d.safetensors"));
    Path two = Files.writeString(folder.resolve("two.txt"), "a\nb\n");
    assertRefused(
        "one prompt",
        "generate",
        "--prompts",
        two.toString(),
        "-o",
        at("o.png"),
        "--dump",
        at("x.safetensors"));
    assertThat(terminal.nexusGen.opened).isEmpty();
  }

  @Test
  @DisplayName("refuses inputs that are not there")
  void badInputs() throws IOException {
    assertRefused("nowhere.png", "understand", "--image", at("nowhere.png"), "q");
    assertRefused(
        "no file " + at("nowhere.txt"),
        "generate",
        "--prompts",
        at("nowhere.txt"),
        "-o",
        at("o.png"));
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9};
    Path other = Files.write(folder.resolve("latin.txt"), latin);
    assertRefused("is not UTF-8", "generate", "--prompts", other.toString(), "-o", at("o.png"));
    assertRefused("is a folder", "generate", "--prompts", folder.toString(), "-o", at("o.png"));
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n \n");
    assertRefused("no prompt", "generate", "--prompts", empty.toString(), "-o", at("o.png"));
    assertRefused("nowhere", "decode", "--embedding", at("nowhere.safetensors"), "-o", at("o.png"));
    new SafetensorsTensorFiles()
        .write(folder.resolve("x.safetensors"), Map.of("y", Tensor.scalar(1)), Map.of());
    assertRefused("'embedding'", "decode", "--embedding", at("x.safetensors"), "-o", at("o.png"));
  }

  @Test
  @DisplayName("ends with 1 and one line when a job fails, with a trace when asked")
  void failures() {
    terminal.nexusGen.failure = java.util.Optional.of(FakeNexusGen.broken());
    assertThat(terminal.run("understand", "q")).isEqualTo(1);
    assertThat(terminal.err().strip()).isEqualTo("nexusgen: disk full: wrote 3 of 5 bytes");
    assertThat(terminal.run("understand", "q", "--verbose")).isEqualTo(1);
    assertThat(terminal.err()).contains("NexusGenException", "\tat ");
    terminal.nexusGen.failure = java.util.Optional.of(new NexusGenException("two\nlines"));
    terminal.run("understand", "q");
    assertThat(terminal.err().lines()).hasSize(1);
    terminal.nexusGen.failure = java.util.Optional.of(new IllegalStateException("bug"));
    assertThat(terminal.run("understand", "q")).isEqualTo(1);
    assertThat(terminal.err().lines()).hasSize(1).first().asString().contains("unexpected", "bug");
    terminal.nexusGen.failure = java.util.Optional.of(new OutOfMemoryError("Java heap space"));
    assertThat(terminal.run("understand", "q")).isEqualTo(1);
    assertThat(terminal.err()).contains("out of memory", "--weights mapped");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }
}
