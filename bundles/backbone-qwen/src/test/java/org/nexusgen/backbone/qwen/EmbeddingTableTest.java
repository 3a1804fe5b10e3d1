package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightEntry;

@DisplayName("An embedding table")
class EmbeddingTableTest {
  private static final int OFFSET = 7;
  private static final int ROWS = 5;
  private static final int WIDTH = 3;

  @TempDir private Path folder;

  private WeightEntry.InFile file(DType dtype) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(OFFSET + ROWS * WIDTH * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(OFFSET);
    for (int i = 0; i < ROWS * WIDTH; i++) {
      if (dtype == DType.F32) {
        bytes.putFloat(i + 0.5f);
      } else {
        bytes.putShort(ReducedFloat.toBf16(i + 0.5f));
      }
    }
    Path path = Files.write(folder.resolve("table.bin"), bytes.array());
    return new WeightEntry.InFile(
        "table", dtype, Shape.of(ROWS, WIDTH), path, OFFSET, bytes.capacity() - OFFSET);
  }

  @Test
  @DisplayName("reads rows where they lie in a file, whatever their format")
  void readsRowsInAFile() throws IOException {
    for (DType dtype : new DType[] {DType.F32, DType.BF16}) {
      EmbeddingTable table = EmbeddingTable.open(file(dtype), WIDTH);

      assertThat(table.rows()).isEqualTo(ROWS);
      assertThat(table.row(0)).isEqualTo(FloatBuffer.wrap(new float[] {0.5f, 1.5f, 2.5f}));
      assertThat(table.row(4)).isEqualTo(FloatBuffer.wrap(new float[] {12.5f, 13.5f, 14.5f}));
    }
  }

  @Test
  @DisplayName("can be read by a thread that was interrupted")
  void survivesInterrupts() throws IOException {
    EmbeddingTable table = EmbeddingTable.open(file(DType.F32), WIDTH);
    Thread.currentThread().interrupt();
    try {
      assertThat(table.row(1)).isEqualTo(FloatBuffer.wrap(new float[] {3.5f, 4.5f, 5.5f}));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @DisplayName("names the id that it does not hold")
  void namesUnknownIds() throws IOException {
    EmbeddingTable table = EmbeddingTable.open(file(DType.F32), WIDTH);

    assertThatThrownBy(() -> table.row(ROWS))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("token id 5")
        .hasMessageContaining("5 rows");
  }

  @Test
  @DisplayName("is refused if its rows have another width than the network wants")
  void wantsTheNetworksWidth() throws IOException {
    WeightEntry entry = file(DType.F32);

    assertThatThrownBy(() -> EmbeddingTable.open(entry, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'table'")
        .hasMessageContaining("[5,3]")
        .hasMessageContaining("[rows,4]");
  }

  @Test
  @DisplayName("says which file it cannot map")
  void namesTheFile() throws IOException {
    WeightEntry.InFile entry = file(DType.F32);
    Files.delete(entry.file());

    assertThatThrownBy(() -> EmbeddingTable.open(entry, WIDTH))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("table.bin");
  }
}
