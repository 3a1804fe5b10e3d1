package org.nexusgen.api.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A dense tensor in Java's memory: row-major, little-endian. The content counts as immutable; who
 * wraps a buffer hands it over.
 */
public final class Tensor implements Operand {
  private final DType dtype;
  private final Shape shape;
  private final ByteBuffer bytes;

  private Tensor(DType dtype, Shape shape, ByteBuffer bytes) {
    long wanted = Math.multiplyExact(shape.elements(), (long) dtype.bytes());
    if (bytes.remaining() != wanted) {
      throw new IllegalArgumentException(
          "tensor %s %s: got %d bytes, wants %d"
              .formatted(dtype, shape, bytes.remaining(), wanted));
    }
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Wraps the remaining bytes of a little-endian buffer without a copy. */
  public static Tensor wrap(DType dtype, Shape shape, ByteBuffer bytes) {
    return new Tensor(dtype, shape, bytes);
  }

  /** A float32 tensor with a copy of the values. */
  public static Tensor of(float[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return new Tensor(DType.F32, Shape.of(shape), buffer);
  }

  /** An int64 tensor with a copy of the values. */
  public static Tensor of(long[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, Long.BYTES);
    buffer.asLongBuffer().put(values);
    return new Tensor(DType.I64, Shape.of(shape), buffer);
  }

  /** An int32 tensor with a copy of the values. */
  public static Tensor of(int[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return new Tensor(DType.I32, Shape.of(shape), buffer);
  }

  /** A boolean tensor with a copy of the values. */
  public static Tensor of(boolean[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, 1);
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, (byte) (values[i] ? 1 : 0));
    }
    return new Tensor(DType.BOOL, Shape.of(shape), buffer);
  }

  public static Tensor scalar(float value) {
    return of(new float[] {value});
  }

  // Direct memory, so that engines and channels take it without another copy.
  private static ByteBuffer allocate(int elements, int width) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, width))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** A read-only little-endian view of all bytes. */
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same bytes under another shape of equal size. */
  public Tensor reshape(long... newShape) {
    return new Tensor(dtype, Shape.of(newShape), bytes.duplicate());
  }

  /** Rows {@code [from, to)} of the outermost axis, without a copy. */
  public Tensor rows(int from, int to) {
    long[] dims = shape.toArray();
    int rowBytes = dims[0] == 0 ? 0 : (int) (bytes.capacity() / dims[0]);
    dims[0] = (long) to - from;
    return new Tensor(dtype, Shape.of(dims), bytes.slice(from * rowBytes, (to - from) * rowBytes));
  }

  /** All values as float32, a copy; integers and other float formats are converted. */
  public float[] floats() {
    int count = Math.toIntExact(shape.elements());
    float[] values = new float[count];
    switch (dtype) {
      case F32 -> bytes.asFloatBuffer().get(values);
      case F64 -> fill(values, i -> (float) bytes.getDouble(i * Double.BYTES));
      case F16 -> fill(values, i -> ReducedFloat.fromF16(bytes.getShort(i * Short.BYTES)));
      case BF16 -> fill(values, i -> ReducedFloat.fromBf16(bytes.getShort(i * Short.BYTES)));
      case F8E4M3 -> fill(values, i -> ReducedFloat.fromF8(bytes.get(i)));
      case I64, I32, I16, I8, U8, BOOL -> fill(values, i -> integer(i));
    }
    return values;
  }

  /** All values as int64, a copy. Integer and boolean tensors only. */
  public long[] longs() {
    if (dtype.isFloat()) {
      throw new IllegalStateException("tensor holds " + dtype + ", integers wanted");
    }
    long[] values = new long[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(i);
    }
    return values;
  }

  /** Like {@link #longs}, each value fitting an int. */
  public int[] ints() {
    long[] wide = longs();
    int[] values = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = Math.toIntExact(wide[i]);
    }
    return values;
  }

  private long integer(int i) {
    return switch (dtype) {
      case I64 -> bytes.getLong(i * Long.BYTES);
      case I32 -> bytes.getInt(i * Integer.BYTES);
      case I16 -> bytes.getShort(i * Short.BYTES);
      case U8, BOOL -> bytes.get(i) & 0xff;
      case I8 -> bytes.get(i);
      case F64, F32, F16, BF16, F8E4M3 -> throw new IllegalStateException("not an integer type");
    };
  }

  private interface ElementReader {
    float at(int index);
  }

  private static void fill(float[] values, ElementReader reader) {
    for (int i = 0; i < values.length; i++) {
      values[i] = reader.at(i);
    }
  }

  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
