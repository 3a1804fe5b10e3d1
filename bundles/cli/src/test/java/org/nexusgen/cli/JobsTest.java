package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.image.JavaImageFiles;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("A command")
class JobsTest extends CommandLineCase {
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
  @DisplayName("writes embeddings to standard output, too, and no file of that name")
  void embeddingsToStandardOutput() throws IOException {
    assertDone("encode", "--image", picture, "-o", at("e.safetensors"));
    byte[] file = Files.readAllBytes(folder.resolve("e.safetensors"));
    assertDone("encode", "--image", picture, "-o", "-");
    assertThat(terminal.outBytes()).isEqualTo(file);
    assertDone("imagine", "a star", "-o", "-");
    assertThat(terminal.outBytes()).isNotEmpty();
    assertThat(Path.of("-")).doesNotExist();
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
}
