package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.backbone.qwen.RopeIndex.TokenGrid;

@DisplayName("Rotary positions")
class RopeIndexTest {
  private static final Map<String, Tensor> GOLDEN = GoldenModel.tensors("ar/rope/rope.safetensors");
  private static final int PAD = 512;
  private static final int VISION_START = 509;
  private static final int MERGE = 2;

  static List<String> cases() {
    return GOLDEN.keySet().stream()
        .filter(name -> name.endsWith(".input_ids"))
        .map(name -> name.substring(0, name.indexOf('.')))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("are the reference's, padding included")
  void equalTheReference(String name) {
    Tensor ids = GOLDEN.get(name + ".input_ids");
    int batch = ids.shape().size(0);
    int length = ids.shape().size(1);
    Iterator<TokenGrid> grids = grids(name).iterator();

    for (int i = 0; i < batch; i++) {
      List<Position> positions =
          RopeIndex.of(ids.rows(i, i + 1).ints(), attended(name, i, length), PAD, grids);

      long[] wanted = GOLDEN.get(name + ".position_ids").longs();
      for (int at = 0; at < length; at++) {
        assertThat(positions.get(at))
            .as("token %d of sequence %d", at, i)
            .isEqualTo(
                new Position(
                    (int) wanted[i * length + at],
                    (int) wanted[(batch + i) * length + at],
                    (int) wanted[(2 * batch + i) * length + at]));
      }
      int largest = positions.stream().mapToInt(Position::max).max().orElseThrow();
      assertThat(largest + 1 - length)
          .as("delta")
          .isEqualTo((int) GOLDEN.get(name + ".deltas").longs()[i]);
    }
    assertThat(grids).as("every grid is used").isExhausted();
  }

  @Test
  @DisplayName("cover all the reference's cases")
  void coversAllCases() {
    assertThat(cases()).hasSize(14);
  }

  @Test
  @DisplayName(
      "exist for a prompt with an image that ends in vision_start, where the reference fails")
  void promptWithImageMayEndInVisionStart() {
    Prompt prompt = new Prompt(new int[] {7, VISION_START, PAD, PAD, 9, VISION_START}, image(1, 2));

    assertThat(RopeIndex.of(prompt, PAD))
        .containsExactly(
            Position.text(0),
            Position.text(1),
            new Position(2, 2, 2),
            new Position(2, 2, 3),
            Position.text(4),
            Position.text(5));
  }

  @Test
  @DisplayName("are refused where placeholders and pictures do not match")
  void mismatchesAreRefused() {
    assertThatThrownBy(() -> RopeIndex.of(new Prompt(new int[] {PAD, 3}, image(1, 2)), PAD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 image placeholders at token 0")
        .hasMessageContaining("1 x 2");
    assertThatThrownBy(() -> RopeIndex.of(new Prompt(new int[] {3, PAD}, List.of()), PAD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no picture");
  }

  @Test
  @DisplayName("are given out as [3, 1, length]")
  void areGivenOutAsATensor() {
    Tensor tensor = RopeIndex.tensor(List.of(new Position(1, 2, 3), new Position(4, 5, 6)));

    assertThat(tensor.shape().toArray()).containsExactly(3, 1, 2);
    assertThat(tensor.longs()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  private static List<ImageEmbedding> image(int rows, int columns) {
    return List.of(
        new ImageEmbedding(Tensor.of(new float[rows * columns], rows * columns, 1), rows, columns));
  }

  private static List<TokenGrid> grids(String name) {
    List<TokenGrid> grids = new ArrayList<>();
    if (GOLDEN.containsKey(name + ".image_grid_thw")) {
      int[] sizes = GOLDEN.get(name + ".image_grid_thw").ints();
      IntStream.iterate(0, i -> i < sizes.length, i -> i + 3)
          .forEach(i -> grids.add(new TokenGrid(sizes[i + 1] / MERGE, sizes[i + 2] / MERGE)));
    }
    return grids;
  }

  private static boolean[] attended(String name, int sequence, int length) {
    boolean[] attended = new boolean[length];
    Arrays.fill(attended, true);
    if (GOLDEN.containsKey(name + ".attention_mask")) {
      long[] mask = GOLDEN.get(name + ".attention_mask").rows(sequence, sequence + 1).longs();
      for (int i = 0; i < length; i++) {
        attended[i] = mask[i] != 0;
      }
    }
    return attended;
  }
}
