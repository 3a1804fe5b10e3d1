package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

@DisplayName("A tensor that is held")
final class HeldTensorsTest {
  private final List<Piece> pieces = new ArrayList<>();
  private final HeldTensors held = new HeldTensors(new Device());

  /** A device that is memory alone. */
  private final class Device implements NativeLayer {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Reply.Welcome open() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void build(Request.Build order, BuildListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Plan load(Path plan) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
      Piece piece = new Piece(ByteBuffer.allocate((int) bytes));
      pieces.add(piece);
      return piece;
    }
  }

  private static final class Piece implements DeviceMemory {
    private final ByteBuffer memory;
    private boolean freed;

    Piece(ByteBuffer memory) {
      this.memory = memory;
    }

    @Override
    public long bytes() {
      return memory.capacity();
    }

    @Override
    public void write(ByteBuffer from) {
      memory.duplicate().put(from.duplicate());
    }

    @Override
    public void read(ByteBuffer into) {
      into.duplicate().put(memory.duplicate().limit(into.remaining()));
    }

    @Override
    public void copy(long to, DeviceMemory from, long start, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void free() {
      freed = true;
    }
  }

  private long kept(byte... values) throws IOException {
    DeviceMemory memory = held.device(values.length);
    memory.write(ByteBuffer.wrap(values));
    return held.keep(memory, values.length);
  }

  @Test
  @DisplayName("is read from where it lies, as long as it is")
  void read() throws IOException {
    ByteBuffer copy = held.get(kept((byte) 1, (byte) 2, (byte) 3));
    assertThat(copy.remaining()).isEqualTo(3);
    ByteBuffer here = held.get(held.take(2));
    here.put(0, (byte) 7);
    ByteBuffer into = ByteBuffer.allocate(1);
    held.fetch(kept((byte) 9), into);
    assertThat(copy.get(2)).isEqualTo((byte) 3);
    assertThat(into.get(0)).isEqualTo((byte) 9);
  }

  @Test
  @DisplayName("leaves its memory to the next, or to the device when that needs room")
  void memory() throws IOException {
    long first = kept((byte) 1);
    held.free(List.of(first));
    long second = kept((byte) 2);
    assertThat(pieces).hasSize(1);
    held.freeSpare();
    assertThat(held.get(second).get(0)).isEqualTo((byte) 2);
    assertThat(pieces.getFirst().freed).isFalse();
    held.free(List.of(second));
    held.freeSpare();
    assertThat(pieces.getFirst().freed).isTrue();
    kept((byte) 3);
    assertThat(pieces).hasSize(2);
  }

  @Test
  @DisplayName("is gone when it is freed; to free it again does nothing")
  void freed() throws IOException {
    long handle = kept((byte) 1);
    held.free(List.of(handle, handle));
    assertThatThrownBy(() -> held.get(handle))
        .hasMessage("tensor %d is not held".formatted(handle));
  }
}
