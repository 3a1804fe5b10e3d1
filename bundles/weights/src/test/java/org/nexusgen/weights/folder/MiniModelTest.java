package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.NexusGenModelLibrary;

@DisplayName("The small learned model")
class MiniModelTest {
  @Test
  @DisplayName("opens with its settings, its configs and every set that it has")
  void opens() {
    try (ModelFolder model = new NexusGenModelLibrary().open(Golden.starter())) {
      ModelSettings settings = model.settings();
      assertThat(settings.generationGrid()).isEqualTo(new ImageGrid(1, 12, 12));
      assertThat(settings.promptSize()).isEqualTo(Optional.of(new PixelSize(72, 72)));
      assertThat(settings.referenceSize()).isEqualTo(new PixelSize(144, 144));
      assertThat(settings.mergerBaseGrid()).isEqualTo(new ImageGrid(1, 24, 24));
      assertThat(settings.generation().steps()).isEqualTo(20);
      assertThat(settings.generation().cfgScale()).isEqualTo(1.0);
      assertThat(model.requireConfig("vae/config.json").requireInt("norm_num_groups")).isEqualTo(8);
      assertThat(model.requireConfig("transformer/config.json").requireInts("axes_dims_rope"))
          .containsExactly(8, 12, 12);
      assertThat(model.requireConfig("scheduler/scheduler_config.json").requireDouble("shift"))
          .isEqualTo(1.0);
      for (WeightSet set : WeightSet.values()) {
        boolean textEncoder =
            set == WeightSet.CLIP_TEXT_ENCODER || set == WeightSet.T5_TEXT_ENCODER;
        assertThat(model.has(set)).as("%s", set).isEqualTo(!textEncoder);
      }
      assertThat(model.weights(WeightSet.BACKBONE).dim("image_prefill_embeds.weight", 0))
          .isEqualTo(36);
      assertThat(model.weights(WeightSet.EDITING_DECODER).count("dit.single_blocks.")).isEqualTo(4);
      assertThat(model.weights(WeightSet.EMPTY_PROMPT).read("pooled").floats())
          .hasSize(64)
          .containsOnly(0);
    }
  }
}
