package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

@DisplayName("Attention windows, packed into bins,")
class WindowPackingTest {
  /** Windows of 4x4 embeddings, 2x2 patches an embedding. */
  private static final QwenVisionConfig CONFIG =
      new QwenVisionConfig(1, 64, 64, 1, 3, 64, 14, 2, 2, 112, List.of());

  private static WindowPartition windows(int rows, int columns) {
    return WindowPartition.of(new ImageGrid(1, 2 * rows, 2 * columns), CONFIG);
  }

  @ParameterizedTest(name = "{0}x{1} embeddings: {2} windows in {3} bins")
  @DisplayName("share bins where they are small")
  @CsvSource({"8,8,4,4", "9,9,9,6", "18,18,25,21", "4,4,1,1", "1,1,1,1", "3,5,2,2", "1,40,10,10"})
  void share(int rows, int columns, int count, int bins) {
    WindowPartition windows = windows(rows, columns);
    assertThat(windows.windows()).isEqualTo(count);
    assertThat(WindowPacking.of(windows).bins()).hasSize(bins);
  }

  @ParameterizedTest(name = "{0}x{1} embeddings")
  @DisplayName("come back to their patches, and see their own window and nothing else")
  @CsvSource({"9,9", "3,5", "18,18", "1,1", "6,7"})
  void keepApart(int rows, int columns) {
    ImageGrid grid = new ImageGrid(1, 2 * rows, 2 * columns);
    WindowPartition windows = WindowPartition.of(grid, CONFIG);
    Map<String, Tensor> tensors = WindowTensors.of(grid, CONFIG);
    long[] slots = tensors.get(QwenVisionNetwork.SLOTS).longs();
    long[] home = tensors.get(QwenVisionNetwork.HOME).longs();
    int size = windows.slots();
    byte[] mask = new byte[slots.length * size];
    tensors.get(QwenVisionNetwork.MASK).bytes().get(mask);
    int[] windowOf = windowOf(windows);
    assertThat(home).hasSize(grid.patches()).doesNotHaveDuplicates();
    for (int patch = 0; patch < home.length; patch++) {
      int place = (int) home[patch];
      assertThat(slots[place]).isEqualTo(patch);
      int seen = 0;
      for (int column = 0; column < size; column++) {
        if (mask[place * size + column] != 0) {
          int other = (int) slots[place / size * size + column];
          assertThat(windowOf[other]).isEqualTo(windowOf[patch]);
          seen++;
        }
      }
      assertThat(seen).isEqualTo(windows.patches(windowOf[patch]));
    }
  }

  private static int[] windowOf(WindowPartition windows) {
    int[] starts = windows.patchStarts();
    int[] windowOf = new int[starts[windows.windows()]];
    for (int window = 0; window < windows.windows(); window++) {
      java.util.Arrays.fill(windowOf, starts[window], starts[window + 1], window);
    }
    return windowOf;
  }

  @Test
  @DisplayName("leave no slot that sees nothing: a softmax over nothing is not a number")
  void noBlindSlot() {
    Tensor mask = WindowTensors.of(new ImageGrid(1, 10, 14), CONFIG).get(QwenVisionNetwork.MASK);
    int size = Math.toIntExact(mask.shape().size(-1));
    byte[] values = new byte[Math.toIntExact(mask.shape().elements())];
    mask.bytes().get(values);
    for (int row = 0; row < values.length / size; row++) {
      int seen = 0;
      for (int column = 0; column < size; column++) {
        seen += values[row * size + column];
      }
      assertThat(seen).as("row %d", row).isPositive();
    }
  }
}
