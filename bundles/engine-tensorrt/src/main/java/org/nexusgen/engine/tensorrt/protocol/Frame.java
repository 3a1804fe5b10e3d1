package org.nexusgen.engine.tensorrt.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A message on the wire: length of the rest (4 bytes, big-endian), kind (1 byte), fields. */
public final class Frame {
  /** Raised with every change of the messages; both sides must have the same. */
  public static final int VERSION = 5;

  /** The longest message: large tensors go through shared memory. */
  public static final int LONGEST = 8 << 20;

  /** Writes the fields of a message. */
  @FunctionalInterface
  interface Writer {
    void write(Fields.Out out) throws IOException;
  }

  /** Reads the fields of a message of some kind. */
  @FunctionalInterface
  interface Reader<T> {
    T read(int kind, Fields.In in) throws IOException;
  }

  private Frame() {}

  static void write(OutputStream out, int kind, Writer writer) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(kind);
    writer.write(new Fields.Out(new DataOutputStream(body)));
    if (body.size() > LONGEST) {
      throw new ProtocolException(
          "message of kind %d: got %d bytes, wants %d at most"
              .formatted(kind, body.size(), LONGEST));
    }
    byte[] frame = new byte[Integer.BYTES + body.size()];
    for (int i = 0; i < Integer.BYTES; i++) {
      frame[i] = (byte) (body.size() >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
    }
    System.arraycopy(body.toByteArray(), 0, frame, Integer.BYTES, body.size());
    out.write(frame);
    out.flush();
  }

  static <T> T read(InputStream in, Reader<T> reader) throws IOException {
    byte[] head = in.readNBytes(Integer.BYTES);
    if (head.length < Integer.BYTES) {
      throw new EOFException("the other side has hung up");
    }
    int length = new DataInputStream(new ByteArrayInputStream(head)).readInt();
    if (length < 1 || length > LONGEST) {
      throw new ProtocolException(
          "message: got a length of %d, wants 1 to %d".formatted(length, LONGEST));
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the other side has hung up inside a message");
    }
    ByteArrayInputStream rest = new ByteArrayInputStream(body, 1, length - 1);
    T message;
    try {
      message = reader.read(body[0], new Fields.In(new DataInputStream(rest)));
    } catch (EOFException | IllegalArgumentException e) {
      throw new ProtocolException("message of kind %d: %s".formatted(body[0], e));
    }
    if (rest.available() > 0) {
      throw new ProtocolException(
          "message of kind %d: got %d bytes too many".formatted(body[0], rest.available()));
    }
    return message;
  }
}
