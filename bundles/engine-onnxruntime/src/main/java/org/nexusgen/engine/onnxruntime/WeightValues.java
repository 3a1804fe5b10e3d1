package org.nexusgen.engine.onnxruntime;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;

/** The values of a tensor as float32, piece by piece, so that its size does not matter. */
final class WeightValues implements AutoCloseable {
  /** Reads bytes of the tensor. */
  private interface Source extends AutoCloseable {
    ByteBuffer read(long offset, int length) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private final DType dtype;
  private final Source source;

  private WeightValues(DType dtype, Source source) {
    this.dtype = dtype;
    this.source = source;
  }

  static WeightValues open(WeightEntry entry) throws IOException {
    return new WeightValues(
        entry.dtype(),
        switch (entry) {
          case WeightEntry.InFile file -> new FileSource(file);
          case WeightEntry.InMemory memory -> memorySource(memory.tensor().bytes());
        });
  }

  private static Source memorySource(ByteBuffer bytes) {
    return (offset, length) ->
        bytes.slice(Math.toIntExact(offset), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Elements {@code [from, from + count)}. */
  float[] read(long from, int count) throws IOException {
    int width = dtype.bytes();
    ByteBuffer bytes = source.read(from * width, Math.multiplyExact(count, width));
    return Tensor.wrap(dtype, Shape.of(count), bytes).floats();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private record FileSource(WeightEntry.InFile entry, FileChannel channel) implements Source {
    FileSource(WeightEntry.InFile entry) throws IOException {
      this(entry, FileChannel.open(entry.file(), StandardOpenOption.READ));
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        long position = entry.offset() + offset + bytes.position();
        if (channel.read(bytes, position) < 0) {
          throw new EOFException(entry.file() + " ends inside tensor '" + entry.name() + "'");
        }
      }
      return bytes.flip();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
