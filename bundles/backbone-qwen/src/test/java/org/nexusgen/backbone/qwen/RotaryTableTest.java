package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;

@DisplayName("The rotary table")
class RotaryTableTest {
  @Test
  @DisplayName("deals the reference's angles out to time, height and width")
  void equalsTheReference() {
    QwenBackboneConfig config;
    try (ModelFolder folder = GoldenModel.checkpoint()) {
      config = QwenBackboneConfig.from(folder.requireConfig("config.json"));
    }
    Map<String, Tensor> golden = GoldenModel.tensors("ar/rope/rope.safetensors");
    long[] positions = golden.get("mrope_table.position_ids").longs(); // [3 axes, 1, 3]
    float[] cosines = golden.get("mrope_table.cos_3rows").floats(); // [3 axes, 1, 3, D]
    float[] sines = golden.get("mrope_table.sin_3rows").floats();
    int count = 3;
    int headDim = config.headDim();
    RotaryTable table = new RotaryTable(config);

    for (int at = 0; at < count; at++) {
      FloatBuffer cos = FloatBuffer.allocate(config.frequencies());
      FloatBuffer sin = FloatBuffer.allocate(config.frequencies());
      table.put(
          new Position(
              (int) positions[at], (int) positions[count + at], (int) positions[2 * count + at]),
          cos,
          sin);
      int frequency = 0;
      for (int axis = 0; axis < QwenBackboneConfig.ROPE_AXES; axis++) {
        for (int i = 0; i < config.mropeSection().get(axis); i++, frequency++) {
          int golden3 = (axis * count + at) * headDim + frequency;
          assertThat(cos.get(frequency)).isCloseTo(cosines[golden3], within(1e-6f));
          assertThat(sin.get(frequency)).isCloseTo(sines[golden3], within(1e-6f));
        }
      }
    }
  }
}
