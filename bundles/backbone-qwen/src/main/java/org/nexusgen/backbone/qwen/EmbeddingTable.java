package org.nexusgen.backbone.qwen;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;

/**
 * The rows of an embedding matrix, widened to float32 one at a time. A matrix in a file stays
 * there, mapped: at 7B it is as large as a small model, and a prompt reads few of its rows. Mapping
 * rather than reading keeps the file usable when a thread is interrupted. Thread-safe.
 */
final class EmbeddingTable {
  /** Java maps at most 2 GiB at once. */
  private static final long MAX_MAPPING_BYTES = 1L << 30;

  private final String name;
  private final int rows;
  private final int rowsPerPart;
  private final List<Tensor> parts;

  private EmbeddingTable(WeightEntry entry, int rowsPerPart, List<Tensor> parts) {
    this.name = entry.name();
    this.rows = entry.shape().size(0);
    this.rowsPerPart = rowsPerPart;
    this.parts = List.copyOf(parts);
  }

  /**
   * @param width that the network wants
   * @throws BadInputException if the matrix has another width
   */
  static EmbeddingTable open(WeightEntry entry, int width) {
    Shape shape = entry.shape();
    if (shape.rank() != 2
        || shape.dim(1) != width
        || shape.dim(0) < 1
        || !entry.dtype().isFloat()) {
      throw new BadInputException(
          "tensor '%s': got %s %s, wants floats of shape [rows,%d]"
              .formatted(entry.name(), entry.dtype(), shape, width));
    }
    return switch (entry) {
      case WeightEntry.InMemory held ->
          new EmbeddingTable(entry, shape.size(0), List.of(held.tensor()));
      case WeightEntry.InFile file -> map(file);
    };
  }

  private static EmbeddingTable map(WeightEntry.InFile entry) {
    DType dtype = entry.dtype();
    int rows = entry.shape().size(0);
    int width = entry.shape().size(1);
    long rowBytes = (long) width * dtype.bytes();
    int rowsPerPart = (int) Math.max(1, Math.min(rows, MAX_MAPPING_BYTES / rowBytes));
    List<Tensor> parts = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
      for (int from = 0; from < rows; from += rowsPerPart) {
        int count = Math.min(rowsPerPart, rows - from);
        MappedByteBuffer bytes =
            channel.map(
                FileChannel.MapMode.READ_ONLY, entry.offset() + from * rowBytes, count * rowBytes);
        parts.add(Tensor.wrap(dtype, Shape.of(count, width), bytes));
      }
    } catch (IOException e) {
      throw new NexusGenException(
          "tensor '%s' cannot be mapped from %s: %s"
              .formatted(entry.name(), entry.file(), e.getMessage()),
          e);
    }
    return new EmbeddingTable(entry, rowsPerPart, parts);
  }

  int rows() {
    return rows;
  }

  /**
   * One row.
   *
   * @throws BadInputException if there is no such row
   */
  FloatBuffer row(int index) {
    if (index < 0 || index >= rows) {
      throw new BadInputException(
          "token id %d is outside of '%s', which has %d rows; is the tokenizer another model's?"
              .formatted(index, name, rows));
    }
    int within = index % rowsPerPart;
    return FloatBuffer.wrap(parts.get(index / rowsPerPart).rows(within, within + 1).floats());
  }
}
