package org.nexusgen.decoder.flux.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Tiles")
class TilingTest {
  @Test
  @DisplayName("lie where the reference's lie, if those fit")
  void referenceTiles() {
    assertThat(Tile.cover(24, 32, 16, 8))
        .containsExactly(
            new Tile(0, 0, 16, 16),
            new Tile(0, 8, 16, 16),
            new Tile(0, 16, 16, 16),
            new Tile(8, 0, 16, 16),
            new Tile(8, 8, 16, 16),
            new Tile(8, 16, 16, 16));
  }

  @Test
  @DisplayName("are shifted back at the end, and no larger than the plane")
  void clamped() {
    assertThat(Tile.cover(11, 5, 8, 5)).containsExactly(new Tile(0, 0, 8, 5), new Tile(3, 0, 8, 5));
    assertThat(Tile.cover(5, 5, 8, 5)).containsExactly(new Tile(0, 0, 5, 5));
  }

  private static Stream<Arguments> planes() {
    return Stream.of(
        Arguments.of(12, 16, 8, 4),
        Arguments.of(11, 16, 8, 4),
        Arguments.of(3, 40, 8, 8),
        Arguments.of(64, 64, 128, 64),
        Arguments.of(33, 47, 10, 7),
        Arguments.of(9, 9, 2, 1));
  }

  @ParameterizedTest
  @MethodSource("planes")
  @DisplayName("cut from a plane and blended again give that plane, under both ramps")
  void cutAndBlend(int height, int width, int size, int stride) {
    float[] planes = new float[2 * height * width];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (float) Math.sin(i);
    }
    List<Ramp> ramps = List.of(Ramp.fromAllSides(stride / 2), Ramp.fromInnerSides(height, width));
    for (Ramp ramp : ramps) {
      Mosaic mosaic = new Mosaic(2, height, width, ramp);
      for (Tile tile : Tile.cover(height, width, size, stride)) {
        mosaic.add(tile, tile.cut(planes, 2, height, width));
      }
      assertThat(mosaic.blend()).containsExactly(planes, within(1e-6f));
    }
  }

  @Test
  @DisplayName("count less towards sides that other tiles continue")
  void innerRamp() {
    Ramp ramp = Ramp.fromInnerSides(8, 12);
    Tile first = new Tile(0, 0, 8, 8);
    assertThat(ramp.weight(first, 0, 0)).isEqualTo(1);
    assertThat(ramp.weight(first, 7, 3)).isEqualTo(1);
    assertThat(ramp.weight(first, 0, 7)).isEqualTo(0.25f);
    assertThat(ramp.weight(new Tile(0, 4, 8, 8), 5, 1)).isEqualTo(0.5f);
  }

  @Test
  @DisplayName("count less towards every side when pictures are decoded")
  void outerRamp() {
    Ramp ramp = Ramp.fromAllSides(4);
    Tile tile = new Tile(0, 0, 16, 16);
    assertThat(ramp.weight(tile, 0, 8)).isEqualTo(0.25f);
    assertThat(ramp.weight(tile, 8, 14)).isEqualTo(0.5f);
    assertThat(ramp.weight(tile, 8, 8)).isEqualTo(1);
  }
}
