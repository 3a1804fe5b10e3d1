package org.nexusgen.weights.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle, read forward; nothing is allocated before its length is known to be there.
 */
final class PickleBytes {
  private static final int LONGEST_NAME = 256;

  private final ByteBuffer bytes;

  PickleBytes(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  int u8() throws MalformedPickle {
    return Byte.toUnsignedInt(take(1).get());
  }

  int u16() throws MalformedPickle {
    return Short.toUnsignedInt(take(2).getShort());
  }

  int i32() throws MalformedPickle {
    return take(4).getInt();
  }

  long i64() throws MalformedPickle {
    return take(8).getLong();
  }

  /** The argument of BINFLOAT, the only big-endian one. */
  double f64() throws MalformedPickle {
    return take(8).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** A little-endian two's complement number of some bytes. */
  long integer(int length) throws MalformedPickle {
    if (length > Long.BYTES) {
      throw new MalformedPickle("holds a number of %d bytes, at most 8 are read".formatted(length));
    }
    ByteBuffer digits = take(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      // The topmost byte carries the sign.
      value =
          i == length - 1 ? digits.get(i) : value << Byte.SIZE | Byte.toUnsignedLong(digits.get(i));
    }
    return value;
  }

  String text(long length) throws MalformedPickle {
    if (length < 0 || length > bytes.remaining()) {
      throw cutOff();
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(take((int) length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPickle("holds a string that is not UTF-8");
    }
  }

  /** A name that ends with a line feed. */
  String line() throws MalformedPickle {
    int start = bytes.position();
    int end = start;
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    if (end == bytes.limit() || end - start > LONGEST_NAME) {
      throw new MalformedPickle("holds a name that does not end");
    }
    String line = text(end - start);
    bytes.position(end + 1);
    return line;
  }

  private ByteBuffer take(int length) throws MalformedPickle {
    if (length > bytes.remaining()) {
      throw cutOff();
    }
    ByteBuffer taken = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return taken;
  }

  private static MalformedPickle cutOff() {
    return new MalformedPickle("breaks off");
  }
}
