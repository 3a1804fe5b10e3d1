package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.NexusGenModelLibrary;

@DisplayName("The decoders that torch.save wrote")
class GoldenDecodersTest {
  @Test
  @DisplayName("give the generation decoder bit for bit, in place")
  void generationDecoder() {
    try (ModelFolder model = open()) {
      WeightStore decoder = model.weights(WeightSet.GENERATION_DECODER);
      assertThat(decoder.names()).hasSize(84).contains("adapter.4.bias", "dit.x_embedder.weight");
      assertThat(decoder.count("dit.blocks.")).isEqualTo(2);
      assertThat(decoder.count("dit.single_blocks.")).isEqualTo(1);
      assertThat(decoder.entry("adapter.0.weight").shape()).isEqualTo(Shape.of(64, 64));
      assertThat(decoder.names())
          .allSatisfy(
              name -> assertThat(decoder.entry(name)).isInstanceOf(WeightEntry.InFile.class));
      // zlib.crc32 over torch.load(...)'s tensors, by sorted name.
      assertThat(crc(decoder)).isEqualTo(0x656ce06bL);
    }
  }

  @Test
  @DisplayName("give the editing decoder bit for bit")
  void editingDecoder() {
    try (ModelFolder model = open()) {
      WeightStore decoder = model.weights(WeightSet.EDITING_DECODER);
      assertThat(decoder.names()).hasSize(71);
      assertThat(decoder.dim("embedding_merger.layers.0.self_attn.k_proj.weight", 0)).isEqualTo(32);
      assertThat(crc(decoder)).isEqualTo(0x266c7e8eL);
    }
  }

  // The order of torch.load's names: pipe.dit.* stands after adapter.* and embedding_merger.*.
  private static long crc(WeightStore store) {
    CRC32 crc = new CRC32();
    TreeSet<String> original = new TreeSet<>();
    store.names().forEach(name -> original.add(name.startsWith("dit.") ? "pipe." + name : name));
    original.forEach(name -> crc.update(store.read(name.replace("pipe.", "")).bytes()));
    return crc.getValue();
  }

  private static ModelFolder open() {
    return new NexusGenModelLibrary().open(Golden.path("decoder/checkpoint"));
  }
}
