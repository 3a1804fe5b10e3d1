package org.nexusgen.weights.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Computed;
import org.nexusgen.weights.store.TensorSource.Stored;
import org.nexusgen.weights.torch.Pickled.View;

/**
 * A tensor that looks at a storage through offset and strides, all of it inside the storage.
 * Counted in elements.
 */
final class StridedView {
  private final DType dtype;
  private final Shape shape;
  private final long offset;
  private final long[] strides;

  private StridedView(DType dtype, Shape shape, long offset, long[] strides) {
    this.dtype = dtype;
    this.shape = shape;
    this.offset = offset;
    this.strides = strides;
  }

  /**
   * @param available elements in the storage
   */
  static StridedView of(View view, long available) throws MalformedPickle {
    long[] dims = array(view.dims());
    long[] strides = array(view.strides());
    if (dims.length != strides.length) {
      throw new MalformedPickle(
          "has %d sizes and %d strides".formatted(dims.length, strides.length));
    }
    if (view.offset() < 0) {
      throw new MalformedPickle("begins at element %d".formatted(view.offset()));
    }
    Shape shape = Shape.of(dims);
    try {
      long elements = shape.elements();
      long last = elements == 0 ? view.offset() - 1 : lastIndex(view.offset(), dims, strides);
      // More elements than the storage has (an expanded tensor) would let a small file fill memory.
      if (last >= available || elements > available) {
        throw new MalformedPickle(
            "with shape %s reaches beyond its %d stored elements"
                .formatted(Shown.plain(shape.toString()), available));
      }
    } catch (ArithmeticException e) {
      throw new MalformedPickle("is larger than any file");
    }
    return new StridedView(view.dtype(), shape, view.offset(), strides);
  }

  private static long[] array(List<Long> numbers) throws MalformedPickle {
    long[] array = numbers.stream().mapToLong(Long::longValue).toArray();
    for (long number : array) {
      if (number < 0) {
        throw new MalformedPickle("has the size or stride %d".formatted(number));
      }
    }
    return array;
  }

  private static long lastIndex(long offset, long[] dims, long[] strides) {
    long last = offset;
    for (int axis = 0; axis < dims.length; axis++) {
      last = Math.addExact(last, Math.multiplyExact(dims[axis] - 1, strides[axis]));
    }
    return last;
  }

  /** In place where the elements lie row by row, else a copy that puts them so. */
  TensorSource in(Stored storage) {
    if (isRowMajor()) {
      long start = storage.offset() + offset * dtype.bytes();
      return new Stored(dtype, shape, storage.file(), start, shape.elements() * dtype.bytes());
    }
    return new Computed(dtype, shape, () -> copy(TensorBytes.read("storage", storage).bytes()));
  }

  private boolean isRowMajor() {
    long wanted = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (shape.dim(axis) != 1 && strides[axis] != wanted) {
        return shape.elements() == 0;
      }
      wanted *= shape.dim(axis);
    }
    return true;
  }

  private Tensor copy(ByteBuffer from) {
    int width = dtype.bytes();
    int count = Math.toIntExact(shape.elements());
    ByteBuffer to =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[shape.rank()];
    long at = offset;
    for (int i = 0; i < count; i++) {
      to.put(i * width, from, Math.toIntExact(at * width), width);
      at += advance(index);
    }
    return Tensor.wrap(dtype, shape, to);
  }

  /** Moves to the next element in row order; the result is the move inside the storage. */
  private long advance(long[] index) {
    long move = 0;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      move += strides[axis];
      if (++index[axis] < shape.dim(axis)) {
        return move;
      }
      move -= index[axis] * strides[axis];
      index[axis] = 0;
    }
    return move;
  }
}
