package org.nexusgen.weights.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.store.TensorSource.Computed;
import org.nexusgen.weights.store.TensorSource.Stored;

/** Cuts and joins tensors along their outermost axis, for layouts that split them otherwise. */
public final class Rows {
  private Rows() {}

  /** The two halves in the other order. */
  public static TensorSource swapHalves(String name, TensorSource source) {
    Shape shape = source.shape();
    if (shape.rank() == 0 || shape.dim(0) % 2 != 0) {
      throw new BadInputException(
          "tensor %s has shape %s, which has no two halves"
              .formatted(Shown.quoted(name), Shown.plain(shape.toString())));
    }
    long rows = shape.dim(0);
    return join(name, List.of(cut(source, rows / 2, rows), cut(source, 0, rows / 2)));
  }

  /** Parts of one type and of equal row shape below each other. */
  public static TensorSource join(String name, List<TensorSource> parts) {
    DType dtype = parts.getFirst().dtype();
    long[] dims = parts.getFirst().shape().toArray();
    if (dims.length == 0) {
      throw new BadInputException(
          "tensor %s is in parts that are single numbers".formatted(Shown.quoted(name)));
    }
    dims[0] = 0;
    for (TensorSource part : parts) {
      long[] other = part.shape().toArray();
      boolean fits =
          part.dtype() == dtype
              && other.length == dims.length
              && Arrays.equals(other, 1, other.length, dims, 1, dims.length);
      if (!fits) {
        throw new BadInputException(
            "tensor %s is in parts that do not fit: %s %s and %s %s"
                .formatted(
                    Shown.quoted(name),
                    dtype,
                    Shown.plain(parts.getFirst().shape().toString()),
                    part.dtype(),
                    Shown.plain(part.shape().toString())));
      }
      dims[0] += other[0];
    }
    Shape shape = Shape.of(dims);
    List<TensorSource> kept = List.copyOf(parts);
    return new Computed(dtype, shape, () -> joined(name, dtype, shape, kept));
  }

  private static TensorSource cut(TensorSource source, long from, long to) {
    return switch (source) {
      case Stored stored -> stored.rows(from, to);
      case Computed computed -> {
        long[] dims = computed.shape().toArray();
        dims[0] = to - from;
        yield new Computed(
            computed.dtype(),
            Shape.of(dims),
            () -> computed.values().get().rows(Math.toIntExact(from), Math.toIntExact(to)));
      }
    };
  }

  private static Tensor joined(String name, DType dtype, Shape shape, List<TensorSource> parts) {
    long length = Math.multiplyExact(shape.elements(), (long) dtype.bytes());
    ByteBuffer all = ByteBuffer.allocateDirect(TensorBytes.arrayLength(name, length));
    parts.forEach(part -> all.put(TensorBytes.read(name, part).bytes()));
    return Tensor.wrap(dtype, shape, all.flip());
  }
}
