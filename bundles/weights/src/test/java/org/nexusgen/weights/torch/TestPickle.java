package org.nexusgen.weights.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, right and wrong. */
final class TestPickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pickle of the protocol that torch.save uses. */
  static TestPickle start() {
    return new TestPickle().raw(0x80, 2);
  }

  /** A whole pickle: a dictionary with one item whose value the instructions give. */
  static byte[] holding(TestPickle value) {
    return start().op('}').text("x").add(value).op('s').end();
  }

  static TestPickle value() {
    return new TestPickle();
  }

  TestPickle raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  TestPickle op(char code) {
    return raw(code);
  }

  TestPickle add(TestPickle other) {
    out.writeBytes(other.out.toByteArray());
    return this;
  }

  TestPickle text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X').int32(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  TestPickle int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  /** A number, of up to 64 bits. */
  TestPickle number(long value) {
    if (value == (int) value) {
      return op('J').int32((int) value);
    }
    raw(0x8a, 8);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  TestPickle numbers(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  TestPickle global(String module, String name) {
    out.writeBytes("c%s\n%s\n".formatted(module, name).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestPickle orderedDict() {
    return global("collections", "OrderedDict").raw(')', 'R');
  }

  TestPickle storage(String type, String key, long count) {
    String module = type.equals("UntypedStorage") ? "torch.storage" : "torch";
    op('(').text("storage").global(module, type).text(key).text("cpu").number(count);
    return raw('t', 'Q');
  }

  /** A contiguous float32 tensor that is the whole of a storage. */
  TestPickle floats(String key, long count) {
    return tensor("FloatStorage", key, count, 0, new long[] {count}, 1);
  }

  TestPickle tensor(
      String type, String key, long count, long offset, long[] dims, long... strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage(type, key, count);
    return number(offset).numbers(dims).numbers(strides).raw(0x89).orderedDict().raw('t', 'R');
  }

  /** With the element type as an argument, as torch.save does for newer types. */
  TestPickle tensor3(String elementType, String key, long bytes, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    global("torch._utils", "_rebuild_tensor_v3").op('(').storage("UntypedStorage", key, bytes);
    number(0).numbers(dims).numbers(strides).raw(0x89).orderedDict();
    return global("torch", elementType).raw('t', 'R');
  }

  byte[] end() {
    return op('.').bytes();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
