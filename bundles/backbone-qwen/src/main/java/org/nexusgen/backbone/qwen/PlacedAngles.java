package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/** The rotary tables of all places of a batch, added one after the other. */
final class PlacedAngles {
  private final QwenBackboneConfig config;
  private final RotaryTable table;
  private final int sequences;
  private final int rows;
  private final FloatBuffer cosines;
  private final FloatBuffer sines;

  PlacedAngles(int sequences, int rows, QwenBackboneConfig config) {
    this.config = config;
    this.table = new RotaryTable(config);
    this.sequences = sequences;
    this.rows = rows;
    int count = Math.multiplyExact(Math.multiplyExact(sequences, rows), config.frequencies());
    this.cosines = FloatBuffer.allocate(count);
    this.sines = FloatBuffer.allocate(count);
  }

  void add(Position position) {
    table.put(position, cosines, sines);
  }

  /** As the inputs of {@link QwenStack}. */
  Map<String, Tensor> inputs() {
    int pairs = config.frequencies();
    return Map.of(
        QwenStack.COSINES, Tensor.of(cosines.array(), sequences, rows, pairs),
        QwenStack.SINES, Tensor.of(sines.array(), sequences, rows, pairs));
  }
}
