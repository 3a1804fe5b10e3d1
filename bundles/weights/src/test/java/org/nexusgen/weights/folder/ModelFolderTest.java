package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.weights.NexusGenModelLibrary;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("A model folder")
class ModelFolderTest {
  @TempDir Path root;

  @Test
  @DisplayName("must exist, be a folder and hold a file of a model")
  void whatIsRefused() throws IOException {
    refused(root.resolve("none"), "is no folder; name one with --model or NEXUSGEN_MODEL");
    Path file = Files.writeString(root.resolve("a.safetensors"), "");
    refused(file, "is a file, wants the folder of a model");
    refused(root, "holds no file of a model; looked for config.json");
  }

  private static void refused(Path folder, String fragment) {
    assertThatThrownBy(() -> new NexusGenModelLibrary().open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(fragment);
  }

  @Test
  @DisplayName("opens with only decoders and FLUX's files, or only a backbone")
  void parts() {
    try (ModelFolder decoders =
        new TestFolder(root.resolve("d"))
            .named("edit_decoder.safetensors", "pipe.dit.a")
            .named("FLUX/FLUX.1-dev/ae.safetensors", "decoder.conv_in.weight")
            .open()) {
      assertThat(decoders.has(WeightSet.EDITING_DECODER)).isTrue();
      assertThat(decoders.has(WeightSet.AUTOENCODER)).isTrue();
      assertThat(decoders.has(WeightSet.BACKBONE)).isFalse();
      assertThat(decoders.config("config.json")).isEmpty();
    }
    try (ModelFolder backbone =
        new TestFolder(root.resolve("b")).named("model.safetensors", "lm_head.weight").open()) {
      assertThat(backbone.has(WeightSet.BACKBONE)).isTrue();
      assertThat(backbone.has(WeightSet.GENERATION_DECODER)).isFalse();
    }
    Path flux =
        new TestFolder(root.resolve("f"))
            .named("FLUX/FLUX.1-dev/ae.safetensors", "a")
            .open()
            .root();
    assertThat(flux).isEqualTo(root.resolve("f"));
  }

  @Test
  @DisplayName("does not count the FLUX folder beside it as its own")
  void fluxBesideAnEmptyFolder() throws IOException {
    new TestFolder(root).named("FLUX/FLUX.1-dev/ae.safetensors", "a");
    refused(Files.createDirectory(root.resolve("empty")), "holds no file of a model");
  }

  @Test
  @DisplayName("says which files of a missing set it looked for, and where")
  void missingSet() {
    try (ModelFolder model = new TestFolder(root.resolve("m")).text("config.json", "{}").open()) {
      assertThatThrownBy(() -> model.weights(WeightSet.EDITING_DECODER))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(
              "the model has no editing decoder: looked for edit_decoder.safetensors")
          .hasMessageContaining("edit_decoder.bin")
          .hasMessageContaining(root.resolve("m").toString());
      assertThatThrownBy(() -> model.weights(WeightSet.AUTOENCODER))
          .hasMessageContaining(root.resolve("m/FLUX/FLUX.1-dev").toString())
          .hasMessageContaining(root.resolve("FLUX/FLUX.1-dev").toString());
      assertThatThrownBy(() -> model.requireConfig("vae/config.json"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("lacks a file: looked for vae/config.json in");
    }
  }

  @Test
  @DisplayName("says what comes close to a tensor that is not there")
  void missingTensor() {
    try (ModelFolder model =
        new TestFolder(root)
            .named(
                "model.safetensors",
                "model.layers.0.mlp.up_proj.weight",
                "model.layers.1.mlp.up_proj.weight",
                "visual.merger.ln_q.weight")
            .open()) {
      WeightStore backbone = model.weights(WeightSet.BACKBONE);
      assertThatThrownBy(() -> backbone.entry("model.layers.0.mlp.up_prj.weight"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is not among the 3 of")
          .hasMessageContaining("model.safetensors")
          .hasMessageContaining("did you mean 'model.layers.0.mlp.up_proj.weight' or")
          .message()
          .doesNotContain("ln_q");
      assertThatThrownBy(() -> backbone.read("entirely different"))
          .message()
          .doesNotContain("did you mean");
      assertThatThrownBy(() -> backbone.dim("nothing", 0)).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  @DisplayName("prefers its own files to those beside it, and safetensors to .bin")
  void preference() {
    try (ModelFolder model =
        new TestFolder(root.resolve("m"))
            .text("generation_decoder.bin", "no zip")
            .named("generation_decoder.safetensors", "adapter.0.weight", "dit.x_embedder.weight")
            .named("FLUX/FLUX.1-dev/ae.safetensors", "inside")
            .named("../FLUX/FLUX.1-dev/ae.safetensors", "beside")
            .named("../FLUX/FLUX.1-dev/empty_prompt.safetensors", "pooled")
            .open()) {
      assertThat(model.weights(WeightSet.AUTOENCODER).names()).containsExactly("inside");
      assertThat(model.weights(WeightSet.EMPTY_PROMPT).names()).containsExactly("pooled");
      assertThat(model.weights(WeightSet.GENERATION_DECODER).names()).hasSize(2);
    }
  }

  @Test
  @DisplayName("opens a set only when it is asked for, and once")
  void lazy() {
    try (ModelFolder model =
        new TestFolder(root)
            .text("generation_decoder.bin", "no zip")
            .named("model.safetensors", "lm_head.weight")
            .open()) {
      assertThat(model.has(WeightSet.GENERATION_DECODER)).isTrue();
      assertThatThrownBy(() -> model.weights(WeightSet.GENERATION_DECODER))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("generation_decoder.bin: is no PyTorch file");
      assertThat(model.weights(WeightSet.BACKBONE)).isSameAs(model.weights(WeightSet.BACKBONE));
    }
  }

  @Test
  @DisplayName("does not look for the model's own config among FLUX's")
  void ownConfig() {
    try (ModelFolder model =
        new TestFolder(root)
            .text("FLUX/FLUX.1-dev/config.json", "{}")
            .text("FLUX/FLUX.1-dev/tokenizer/tokenizer.json", "{}")
            .open()) {
      assertThat(model.config("config.json")).isEmpty();
      assertThat(model.file("tokenizer/tokenizer.json")).isPresent();
    }
  }

  @Test
  @DisplayName("hands out no file from outside")
  void outside() {
    try (ModelFolder model = new TestFolder(root.resolve("m")).text("config.json", "{}").open()) {
      for (String path : new String[] {"../secret", "/etc/passwd", "a/../../b", "a\0b"}) {
        assertThatThrownBy(() -> model.file(path)).isInstanceOf(BadInputException.class);
      }
    }
  }

  @Test
  @DisplayName("may be a link, with FLUX beside the link or beside the folder")
  void linkedFolder() throws IOException {
    new TestFolder(root)
        .text("store/model/config.json", "{}")
        .named("store/FLUX/FLUX.1-dev/ae.safetensors", "a");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("store/model"));
    try (ModelFolder model = new NexusGenModelLibrary().open(link)) {
      assertThat(model.has(WeightSet.AUTOENCODER)).isTrue();
      assertThat(model.settings().name()).isEqualTo("link");
    }
  }

  @Test
  @DisplayName("gives nothing after it was closed")
  void closed() {
    ModelFolder model = new TestFolder(root).named("model.safetensors", "a").open();
    model.close();
    assertThatThrownBy(() -> model.weights(WeightSet.BACKBONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was closed");
  }

  @Test
  @DisplayName("reads a config of newer transformers as the original, flat one")
  void nestedConfig() {
    try (ModelFolder model =
        new TestFolder(root)
            .text(
                "config.json",
                """
                {"model_type": "qwen2_5_vl", "vision_config": {"hidden_size": 96},
                 "text_config": {"model_type": "qwen2_5_vl_text", "hidden_size": 128,
                   "rope_parameters": {"rope_theta": 1e6, "mrope_section": [4, 6, 6]}}}\
                """)
            .open()) {
      var config = model.requireConfig("config.json");
      assertThat(config.requireString("model_type")).isEqualTo("qwen2_5_vl");
      assertThat(config.requireInt("hidden_size")).isEqualTo(128);
      assertThat(config.requireDouble("rope_theta")).isEqualTo(1e6);
      assertThat(config.requireTree("rope_scaling").requireInts("mrope_section"))
          .containsExactly(4, 6, 6);
      assertThat(config.requireTree("vision_config").requireInt("hidden_size")).isEqualTo(96);
    }
  }

  @Test
  @DisplayName("is opened by a service of the class path")
  void services() {
    assertThat(ServiceLoader.load(ModelLibrary.class))
        .hasOnlyElementsOfType(NexusGenModelLibrary.class);
    assertThat(ServiceLoader.load(TensorFiles.class))
        .hasOnlyElementsOfType(SafetensorsTensorFiles.class);
  }
}
