package org.nexusgen.backbone.qwen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * The part of a batch's readings that one run takes: columns {@code [from, to)} of the table that
 * has one line for each sequence, padded on the left to the longest.
 */
record Stretch(List<Reading> readings, int longest, int from, int to) {
  int rows() {
    return to - from;
  }

  /** How many of a sequence's columns hold nothing. */
  int padding(int sequence) {
    return Math.clamp(shift(sequence) - from, 0, rows());
  }

  private int shift(int sequence) {
    return longest - readings.get(sequence).rows().size();
  }

  /** Whether the last column, which may be scored, is in here. */
  private boolean last() {
    return to == longest;
  }

  boolean scores(int sequence) {
    return last() && readings.get(sequence).scored();
  }

  /** Columns of a sequence whose image embeddings are asked for. */
  IntStream imageColumns(int sequence) {
    Reading reading = readings.get(sequence);
    int first = shift(sequence) + reading.imageFrom();
    return IntStream.range(Math.max(first, from), Math.min(first + reading.imageRows(), to))
        .map(column -> column - from);
  }

  /** The network's inputs, without mask and past. */
  Map<String, Tensor> inputs(QwenBackboneConfig config, RotaryTable rotary) {
    int batch = readings.size();
    ByteBuffer embeddings = floats(batch, config.hiddenSize());
    ByteBuffer cosines = floats(batch, config.frequencies());
    ByteBuffer sines = floats(batch, config.frequencies());
    FloatBuffer intoEmbeddings = embeddings.asFloatBuffer();
    FloatBuffer intoCosines = cosines.asFloatBuffer();
    FloatBuffer intoSines = sines.asFloatBuffer();
    for (int sequence = 0; sequence < batch; sequence++) {
      int padding = padding(sequence);
      for (int i = 0; i < padding; i++) {
        rotary.put(RopeIndex.PADDING, intoCosines, intoSines);
      }
      intoEmbeddings.position(intoEmbeddings.position() + padding * config.hiddenSize());
      int first = Math.max(0, from - shift(sequence));
      List<Row> all = readings.get(sequence).rows();
      for (Row row : all.subList(first, first + rows() - padding)) {
        intoEmbeddings.put(row.embedding().duplicate());
        rotary.put(row.position(), intoCosines, intoSines);
      }
    }
    return Map.of(
        QwenNetwork.EMBEDDINGS, tensor(embeddings, config.hiddenSize()),
        QwenStack.COSINES, tensor(cosines, config.frequencies()),
        QwenStack.SINES, tensor(sines, config.frequencies()),
        QwenStack.SCORED_ROWS, indices(scoredRows()),
        QwenStack.IMAGE_ROWS, indices(imageRows()));
  }

  private LongStream scoredRows() {
    return IntStream.range(0, readings.size())
        .filter(this::scores)
        .mapToLong(sequence -> flat(sequence, rows() - 1));
  }

  private LongStream imageRows() {
    return IntStream.range(0, readings.size())
        .boxed()
        .flatMapToLong(s -> imageColumns(s).mapToLong(column -> flat(s, column)));
  }

  private long flat(int sequence, int column) {
    return (long) sequence * rows() + column;
  }

  private static Tensor indices(LongStream values) {
    long[] all = values.toArray();
    return Tensor.of(all, all.length);
  }

  private ByteBuffer floats(int batch, int width) {
    int count = Math.multiplyExact(Math.multiplyExact(batch, rows()), width);
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private Tensor tensor(ByteBuffer bytes, int width) {
    return Tensor.wrap(DType.F32, Shape.of(readings.size(), rows(), width), bytes);
  }
}
