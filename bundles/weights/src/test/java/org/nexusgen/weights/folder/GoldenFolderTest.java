package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.NexusGenModelLibrary;

@DisplayName("The golden checkpoints")
class GoldenFolderTest {
  @Test
  @DisplayName("of the autoregressive side opens with all tensors of both shards")
  void autoregressiveCheckpoint() throws IOException {
    try (ModelFolder model = open("ar/checkpoint")) {
      WeightStore backbone = model.weights(WeightSet.BACKBONE);
      assertThat(backbone.count("model.layers.")).isEqualTo(3);
      assertThat(backbone.count("visual.blocks.")).isEqualTo(4);
      assertThat(backbone.entry("image_prefill_embeds.weight").shape()).isEqualTo(Shape.of(81, 64));
      assertThat(backbone.read("lm_head.weight").shape()).isEqualTo(Shape.of(576, 64));
      assertThat(model.settings().generationGrid()).isEqualTo(new ImageGrid(1, 18, 18));
      assertThat(model.has(WeightSet.GENERATION_DECODER)).isFalse();
      assertThat(model.requireConfig("config.json").requireInt("hidden_size")).isEqualTo(64);
    }
  }

  @Test
  @DisplayName("hand out ranges of a file that hold the values")
  void rangesHoldTheValues() throws IOException {
    try (ModelFolder model = open("ar/checkpoint")) {
      WeightStore backbone = model.weights(WeightSet.BACKBONE);
      for (String name : backbone.names()) {
        WeightEntry.InFile entry = (WeightEntry.InFile) backbone.entry(name);
        assertThat(entry.offset() + entry.length()).isLessThanOrEqualTo(Files.size(entry.file()));
        byte[] all = new byte[(int) entry.length()];
        backbone.read(name).bytes().get(all);
        byte[] file = Files.readAllBytes(entry.file());
        assertThat(all)
            .isEqualTo(
                Arrays.copyOfRange(
                    file, (int) entry.offset(), (int) (entry.offset() + entry.length())));
      }
    }
  }

  @Test
  @DisplayName("of the decoder side finds FLUX's files inside the folder")
  void decoderCheckpoint() {
    try (ModelFolder model = open("decoder/checkpoint")) {
      assertThat(model.has(WeightSet.BACKBONE)).isFalse();
      WeightStore autoencoder = model.weights(WeightSet.AUTOENCODER);
      assertThat(autoencoder.names()).hasSize(244);
      assertThat(autoencoder.entry("decoder.conv_in.weight").dtype()).isEqualTo(DType.BF16);
      assertThat(model.weights(WeightSet.CLIP_TEXT_ENCODER).count("text_model.encoder.layers."))
          .isEqualTo(3);
      WeightStore t5 = model.weights(WeightSet.T5_TEXT_ENCODER);
      assertThat(t5.dim("shared.weight", 0)).isEqualTo(4096);
      assertThat(t5.count("encoder.block.")).isEqualTo(2);
      assertThat(model.requireConfig("text_encoder_2/config.json").requireInt("d_model"))
          .isEqualTo(64);
    }
  }

  @Test
  @DisplayName("find FLUX's files beside the folder, too")
  void fluxBeside(@TempDir Path models) throws IOException {
    Path model = Files.createDirectory(models.resolve("Nexus-GenV2"));
    Files.writeString(model.resolve("config.json"), "{}");
    Path vae = Files.createDirectories(models.resolve("FLUX/FLUX.1-dev/vae"));
    Files.writeString(vae.resolve("config.json"), "{\"norm_num_groups\": 8}");
    try (ModelFolder folder = OriginalFolder.open(model)) {
      assertThat(folder.requireConfig("vae/config.json").requireInt("norm_num_groups"))
          .isEqualTo(8);
    }
  }

  private static ModelFolder open(String path) {
    return new NexusGenModelLibrary().open(Golden.path(path));
  }
}
