package org.nexusgen.engine.tensorrt.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/** The forms in which messages hold their fields. */
final class Fields {
  /** More than any network has inputs, outputs or operators. */
  private static final int MOST = 1 << 20;

  private Fields() {}

  /** Writes one field of a list. */
  @FunctionalInterface
  interface Item<T> {
    void write(T value) throws IOException;
  }

  /** Reads one field of a list. */
  @FunctionalInterface
  interface Source<T> {
    T read() throws IOException;
  }

  record Out(DataOutputStream data) {
    void text(String text) throws IOException {
      bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    void bytes(ByteBuffer bytes) throws IOException {
      byte[] all = new byte[bytes.remaining()];
      bytes.duplicate().get(all);
      data.writeInt(all.length);
      data.write(all);
    }

    <T> void list(List<T> values, Item<T> item) throws IOException {
      data.writeInt(values.size());
      for (T value : values) {
        item.write(value);
      }
    }

    void dtype(DType dtype) throws IOException {
      text(dtype.name());
    }

    void shape(Shape shape) throws IOException {
      data.writeInt(shape.rank());
      for (long dim : shape.toArray()) {
        data.writeLong(dim);
      }
    }

    void fitting(Fitting fitting) throws IOException {
      list(
          fitting.axes(),
          axis ->
              list(
                  axis.parts(),
                  part -> {
                    data.writeInt(part.real());
                    data.writeInt(part.planned());
                  }));
      data.writeDouble(fitting.hidden());
      data.writeDouble(fitting.seen());
    }
  }

  record In(DataInputStream data) {
    String text() throws IOException {
      return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    ByteBuffer bytes() throws IOException {
      byte[] all = new byte[count(data.available())];
      data.readFully(all);
      return ByteBuffer.wrap(all);
    }

    private int count(int most) throws IOException {
      int count = data.readInt();
      // What follows is at least a byte an item, so a false count takes no memory.
      if (count < 0 || count > most || count > data.available()) {
        throw new ProtocolException("count: got %d, wants 0 to %d".formatted(count, most));
      }
      return count;
    }

    <T> List<T> list(Source<T> source) throws IOException {
      int count = count(MOST);
      List<T> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(source.read());
      }
      return values;
    }

    DType dtype() throws IOException {
      return DType.valueOf(text());
    }

    Shape shape() throws IOException {
      long[] dims = new long[count(MOST)];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = data.readLong();
      }
      return Shape.of(dims);
    }

    Fitting fitting() throws IOException {
      List<Axis> axes =
          list(() -> new Axis(list(() -> new Axis.Part(data.readInt(), data.readInt()))));
      return new Fitting(axes, data.readDouble(), data.readDouble());
    }
  }
}
