package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.image.JavaImageFiles;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("The command line")
class CommandsTest {
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;
  private String picture = "";

  @BeforeEach
  void picture() {
    Path file = folder.resolve("in.png");
    new JavaImageFiles().writePng(new Image(2, 3, Image.Channels.RGB, new byte[18]), file);
    picture = file.toString();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void assertDone(String... arguments) {
    int code = terminal.run(arguments);
    assertThat(terminal.err()).doesNotContain("--help");
    assertThat(code).isZero();
  }

  private void assertRefused(String message, String... arguments) {
    assertThat(terminal.run(arguments)).isEqualTo(2);
    assertThat(terminal.err().lines()).hasSize(1).first().asString().contains(message);
    assertThat(terminal.err()).startsWith("nexusgen: ");
    assertThat(terminal.out()).isEmpty();
  }

  private <T> T asked(Class<T> type) {
    return type.cast(terminal.nexusGen.asked.get(0));
  }

  @ParameterizedTest
  @DisplayName("teaches each command with an example:")
  @ValueSource(
      strings = {
        "understand",
        "generate",
        "edit",
        "imagine",
        "encode",
        "decode",
        "chat",
        "models",
        "completion"
      })
  void help(String command) {
    assertDone(command, "--help");
    assertThat(terminal.out()).contains("Usage: nexusgen " + command);
    if (!command.equals("chat")) {
      assertThat(terminal.out()).contains("Example", "nexusgen " + command);
    }
    assertDone("help", command);
    assertThat(terminal.out()).contains("Usage: nexusgen " + command);
    assertThat(terminal.nexusGen.opened).isEmpty();
  }

  @Test
  @DisplayName("lists its commands, also those of other bundles")
  void lists() {
    terminal.more.add(new Echo());
    assertDone("--help");
    assertThat(terminal.out()).contains("understand", "generate", "echo", "Says it again.");
    assertDone("--version");
    assertThat(terminal.out()).contains("nexusgen");
  }

  @Test
  @DisplayName("hands other bundles' commands their arguments and gives back their exit code")
  void otherBundles() {
    terminal.more.add(new Echo());
    assertThat(terminal.run("echo", "--whatever", "x")).isEqualTo(7);
    assertThat(terminal.out()).isEqualTo("[--whatever, x]");
  }

  private record Echo() implements Subcommand {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public String summary() {
      return "Says it again.";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      out.print(arguments);
      return 7;
    }
  }

  @Test
  @DisplayName("streams an answer, and tells notes on the error stream")
  void understand() {
    assertDone("understand", "--image", picture, "--image", picture, "how many?");
    assertThat(terminal.out()).isEqualTo("two cats" + System.lineSeparator());
    assertThat(terminal.err().strip())
        .isEqualTo("nexusgen: note: size 9x9 was rounded up to 16x16");
    UnderstandingRequest request = asked(UnderstandingRequest.class);
    assertThat(request.question()).isEqualTo("how many?");
    assertThat(request.images()).hasSize(2);
    assertThat(request.tokens()).isEqualTo(TokenOptions.model());
    assertThat(terminal.nexusGen.closed).isEqualTo(1);
  }

  @Test
  @DisplayName("takes all sampling options")
  void samplingOptions() {
    assertDone(
        "understand",
        "q",
        "--max-tokens",
        "9",
        "--greedy",
        "--temperature",
        "0.5",
        "--top-k",
        "4",
        "--top-p",
        "0.9",
        "--repetition-penalty",
        "1.1",
        "--seed",
        "3",
        "--stop",
        "a",
        "--stop",
        "b",
        "--token-sampler",
        "best",
        "--image-mode",
        "naive",
        "--positions",
        "consistent");
    TokenOptions options = asked(UnderstandingRequest.class).tokens();
    assertThat(options.maxTokens()).hasValue(9);
    assertThat(options.greedy()).isTrue();
    assertThat(options.temperature()).hasValue(0.5);
    assertThat(options.topK()).hasValue(4);
    assertThat(options.topP()).hasValue(0.9);
    assertThat(options.repetitionPenalty()).hasValue(1.1);
    assertThat(options.seed()).hasValue(3);
    assertThat(options.stop()).containsExactly("a", "b");
    assertThat(options.sampler()).hasValue("best");
    assertThat(options.imageMode()).isEqualTo(ImageMode.NAIVE);
    assertThat(options.positions()).isEqualTo(PositionMode.CONSISTENT);
  }

  @Test
  @DisplayName("takes all options of the model")
  void modelOptions() {
    assertDone(
        "understand",
        "q",
        "--model",
        "m",
        "--lora",
        "pets",
        "--lora",
        "c:/snow:-0.5",
        "--threads",
        "3",
        "--weights",
        "mapped",
        "--precision",
        "int4",
        "--engine",
        "onnxruntime");
    NexusGenConfig config = terminal.nexusGen.opened.get(0);
    assertThat(config.model()).isEqualTo(Path.of("m"));
    assertThat(config.adapters())
        .containsExactly(
            new AdapterChoice(Path.of("pets"), 1), new AdapterChoice(Path.of("c:/snow"), -0.5));
    assertThat(config.session().threads()).isEqualTo(3);
    assertThat(config.session().weightMemory()).isEqualTo(WeightMemory.MAPPED);
    assertThat(config.session().weightPrecision()).isEqualTo(WeightPrecision.INT4_BLOCKS);
  }

  @Test
  @DisplayName("takes all options of painting")
  void paintingOptions() {
    assertDone(
        "generate",
        "a star",
        "-o",
        at("o.png"),
        "--width",
        "64",
        "--height",
        "48",
        "--steps",
        "7",
        "--cfg-scale",
        "2.5",
        "--guidance",
        "4",
        "--negative-prompt",
        "rain",
        "--sampler",
        "heun",
        "--decoder",
        "editing",
        "--input-image",
        picture,
        "--strength",
        "0.6",
        "--tea-cache",
        "0.2",
        "--tea-cache-per-branch",
        "--tile",
        "16",
        "--tile-stride",
        "8",
        "--seed",
        "5",
        "--language",
        "zh",
        "--polish");
    PaintingRequest request = asked(PaintingRequest.class);
    DecodeOptions options = request.decoding();
    assertThat(options.width()).hasValue(64);
    assertThat(options.height()).hasValue(48);
    assertThat(options.steps()).hasValue(7);
    assertThat(options.cfgScale()).hasValue(2.5);
    assertThat(options.guidance()).hasValue(4);
    assertThat(options.negativePrompt()).hasValue("rain");
    assertThat(options.sampler()).hasValue("heun");
    assertThat(options.decoder()).hasValue(DecodingTask.EDITING);
    assertThat(options.decoderPart()).isEmpty();
    assertThat(options.inputImage()).isPresent();
    assertThat(options.strength()).hasValue(0.6);
    assertThat(options.teaCache().orElseThrow().threshold()).isEqualTo(0.2);
    assertThat(options.teaCache().orElseThrow().perBranch()).isTrue();
    assertThat(options.tiling().orElseThrow().size()).isEqualTo(16);
    assertThat(options.tiling().orElseThrow().stride()).isEqualTo(8);
    assertThat(options.seed()).hasValue(5);
    assertThat(request.imagining().language()).isEqualTo(Language.ZH);
    assertThat(request.imagining().polish()).isTrue();
  }

  @Test
  @DisplayName("takes the name of a decoder part, too")
  void decoderPart() {
    assertDone("generate", "a star", "-o", at("o.png"), "--decoder", "preview");
    assertThat(asked(PaintingRequest.class).decoding().decoderPart()).hasValue("preview");
    assertThat(asked(PaintingRequest.class).decoding().decoder()).isEmpty();
  }

  @Test
  @DisplayName("numbers several pictures")
  void numbers() {
    assertDone("generate", "a star", "-o", at("o.png"), "--n", "3");
    assertThat(folder).isDirectoryContaining("glob:**o-1.png");
    assertThat(folder.resolve("o-2.png")).exists();
    assertThat(folder.resolve("o-3.png")).exists();
    assertThat(folder.resolve("o.png")).doesNotExist();
  }

  @Test
  @DisplayName("paints a file of prompts into numbered files or a folder")
  void prompts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 11; i++) {
      lines.append("star ").append(i).append("\n\n");
    }
    Path file = Files.writeString(folder.resolve("prompts.txt"), lines);
    assertDone("generate", "--prompts", file.toString(), "-o", at("night-%d.png"));
    assertThat(folder.resolve("night-1.png")).exists();
    assertThat(folder.resolve("night-11.png")).exists();
    assertThat(terminal.nexusGen.asked).hasSize(11);
    assertThat(((PaintingRequest) terminal.nexusGen.asked.get(10)).imagining().prompt())
        .isEqualTo("star 11");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    assertDone("generate", "--prompts", file.toString(), "-o", pictures.toString());
    assertThat(pictures.resolve("11.png")).exists();
  }

  @Test
  @DisplayName("writes a picture to standard output, and nothing else there")
  void standardOutput() {
    assertDone("generate", "a star", "-o", "-");
    Image image = new JavaImageFiles().read(terminal.outBytes(), "standard output");
    assertThat(image.width()).isEqualTo(FakeNexusGen.SIDE);
  }

  @Test
  @DisplayName("edits a picture")
  void edit() {
    assertDone("edit", "--image", picture, "make it green", "-o", at("o.png"));
    ImaginingRequest request = asked(PaintingRequest.class).imagining();
    assertThat(request.images()).hasSize(1);
    assertThat(request.prompt()).isEqualTo("make it green");
    assertThat(folder.resolve("o.png")).exists();
  }

  @Test
  @DisplayName("writes embeddings that decode reads, also from a dump")
  void embeddings() {
    assertDone("imagine", "a star", "-o", at("e.safetensors"));
    assertDone("encode", "--image", picture, "-o", at("r.safetensors"), "--size", "252x196");
    assertThat(terminal.nexusGen.asked.get(1)).isEqualTo(new PixelSize(252, 196));
    SafetensorsTensorFiles files = new SafetensorsTensorFiles();
    Map<String, Tensor> encoded = files.read(folder.resolve("r.safetensors"));
    assertThat(encoded.get("grid_thw").longs()).containsExactly(1, 4, 4);
    assertThat(encoded.get("embedding").shape()).hasToString("[4,2]");
    terminal.nexusGen.asked.clear();
    assertDone(
        "decode",
        "--embedding",
        at("e.safetensors"),
        "--reference",
        at("r.safetensors"),
        "-o",
        at("o.png"));
    DecodingRequest request = asked(DecodingRequest.class);
    assertThat(request.embedding().floats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(request.references()).hasSize(1);
    Tensor dumped = FakeNexusGen.embedding().values().reshape(1, 4, 2);
    files.write(folder.resolve("d.safetensors"), Map.of("image_embeddings", dumped), Map.of());
    assertDone("decode", "--embedding", at("d.safetensors"), "-o", at("o.png"));
  }

  @Test
  @DisplayName("encodes on the editing route unless told otherwise")
  void routes() {
    assertDone("encode", "--image", picture, "-o", at("e.safetensors"));
    assertDone("encode", "--image", picture, "-o", at("e.safetensors"), "--route", "reference");
    assertThat(terminal.nexusGen.asked).containsExactly(ImageRoute.EDITING, ImageRoute.REFERENCE);
  }

  @Test
  @DisplayName("stores intermediates")
  void dump() {
    assertDone("understand", "q", "--dump", at("d.safetensors"));
    assertThat(new SafetensorsTensorFiles().read(folder.resolve("d.safetensors")))
        .containsOnlyKeys("output_ids");
  }

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
    assertThat(terminal.nexusGen.asked).isEmpty();
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
    assertRefused("nowhere.txt", "generate", "--prompts", at("nowhere.txt"), "-o", at("o.png"));
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

  @Test
  @DisplayName("is cancelled by an interrupt of its thread")
  void interrupt() {
    Thread.currentThread().interrupt();
    try {
      assertThat(terminal.run("generate", "x", "-o", at("o.png"))).isEqualTo(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(terminal.err()).contains("cancelled");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }

  @Test
  @DisplayName("draws progress on a terminal only, and leaves a clean line")
  void progress() {
    assertDone("generate", "x", "-o", at("o.png"));
    assertThat(terminal.err()).doesNotContain("\r", "\u001b");
    terminal.onScreen();
    assertDone("generate", "x", "-o", at("o.png"));
    assertThat(terminal.err()).contains("1/2").contains("\r\u001b[K");
  }

  @Test
  @DisplayName("prints a completion script of all commands and options")
  void completion() {
    assertDone("completion");
    assertThat(terminal.out()).contains("complete -F", "understand", "--repetition-penalty");
  }

  @Test
  @DisplayName("lists the parts")
  void parts() {
    assertDone("parts");
    assertThat(terminal.out().lines()).hasSize(2).first().asString().contains("sampler", "euler");
  }
}
