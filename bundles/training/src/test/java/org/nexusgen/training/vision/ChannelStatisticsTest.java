package org.nexusgen.training.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;

@DisplayName("Channel statistics")
class ChannelStatisticsTest {
  @Test
  @DisplayName("folded into the output layer give embeddings with mean 0 and deviation 1")
  void folded() {
    ChannelStatistics statistics = new ChannelStatistics(2);
    statistics.add(Tensor.of(new float[] {1, 10, 3, 30, 5, 50}, 3, 2));
    Map<String, Tensor> folded =
        statistics.folded(
            Map.of(
                "w", Tensor.of(new float[] {1, 0, 0, 10}, 2, 2),
                "b", Tensor.of(new float[] {0, 0}, 2)),
            new OutputLayer("w", "b"));
    float[] w = folded.get("w").floats();
    float[] b = folded.get("b").floats();
    double deviation = Math.sqrt(8.0 / 3);
    // inputs (1,1), (3,3), (5,5) gave the rows above
    assertThat(w[0] * 5 + b[0]).isCloseTo((float) (2 / deviation), within());
    assertThat(w[3] * 5 + b[1]).isCloseTo((float) (2 / deviation), within());
    assertThat(w[0] * 3 + b[0]).isCloseTo(0, within());
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-5f);
  }
}
