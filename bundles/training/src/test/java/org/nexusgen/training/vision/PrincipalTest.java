package org.nexusgen.training.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Principal components")
class PrincipalTest {
  @Test
  @DisplayName("are the directions that rows were made of, the strongest first")
  void directions() {
    Random random = new Random(1);
    float[][] rows = new float[4000][4];
    for (float[] row : rows) {
      double strong = 3 * random.nextGaussian();
      double weak = random.nextGaussian();
      row[0] = (float) (5 + 0.6 * strong);
      row[1] = (float) (0.8 * strong);
      row[2] = (float) weak;
    }
    Principal principal = Principal.of(rows, 2);
    Offset<Double> near = Offset.offset(0.05);
    assertThat(Math.abs(principal.directions()[0][0])).isCloseTo(0.6, near);
    assertThat(Math.abs(principal.directions()[0][1])).isCloseTo(0.8, near);
    assertThat(Math.abs(principal.directions()[1][2])).isCloseTo(1, near);
    assertThat(principal.variances()[0]).isCloseTo(9, Offset.offset(0.6));
    assertThat(principal.coordinate(new float[] {5, 0, 0, 0}, 0)).isCloseTo(0, Offset.offset(0.2));
  }
}
