package org.nexusgen.engine.tensorrt.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

@DisplayName("Shared memory")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the worker's memory is shared as on Linux")
final class SharedBlocksTest {
  private static final int BLOCK = 16 << 20;

  private final List<Request.Share> shared = new ArrayList<>();

  @Test
  @DisplayName("is all there when it is handed out: the disk gives no less than the file says")
  void allocated() throws IOException {
    List<Long> bytes = new ArrayList<>();
    SharedBlocks blocks = new SharedBlocks(share -> bytes.add(onDisk(share.file())));
    blocks.take(100);
    assertThat(bytes)
        .singleElement()
        .satisfies(size -> assertThat(size).isGreaterThanOrEqualTo(BLOCK));
  }

  private static long onDisk(String file) {
    try {
      Process stat = new ProcessBuilder("stat", "-c", "%b %B", file).start();
      String[] said =
          new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      return Long.parseLong(said[0]) * Long.parseLong(said[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("is in the temporary folder where /dev/shm is full, and leaves nothing there")
  void full() throws IOException {
    List<Path> tried = new ArrayList<>();
    AtomicInteger fills = new AtomicInteger();
    SharedBlocks blocks =
        new SharedBlocks(
            share -> tried.add(Path.of(share.file()).getParent()),
            (file, length) -> {
              if (fills.getAndIncrement() == 0) {
                file.write(ByteBuffer.allocate(100));
                throw new IOException("No space left on device");
              }
              SharedFile.fill(file, length);
            });
    if (Files.isWritable(Path.of("/dev/shm"))) {
      Source.Shared place = blocks.take(100);
      blocks.at(place).putInt(0, 7);
      assertThat(blocks.at(place).getInt(0)).isEqualTo(7);
      assertThat(tried).containsExactly(Path.of(System.getProperty("java.io.tmpdir")));
    } else {
      assertThatThrownBy(() -> blocks.take(100)).hasMessageContaining("No space left");
    }
  }

  @Test
  @DisplayName("that cannot be had anywhere is an error that names the folder and leaves no file")
  void nowhere() {
    List<FileChannel> opened = new ArrayList<>();
    SharedBlocks blocks =
        new SharedBlocks(
            shared::add,
            (file, length) -> {
              opened.add(file);
              throw new IOException("No space left on device");
            });
    assertThatThrownBy(() -> blocks.take(100))
        .isInstanceOf(IOException.class)
        .hasMessage(System.getProperty("java.io.tmpdir") + ": No space left on device");
    assertThat(shared).isEmpty();
    assertThat(opened).isNotEmpty().noneMatch(FileChannel::isOpen);
  }

  @Test
  @DisplayName("that an interrupt keeps from being made is a cancellation, no want of room")
  void interrupted() {
    SharedBlocks blocks = new SharedBlocks(share -> {});
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> blocks.take(1)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("that the worker could not map is not this process's either, and has no name")
  void refused() throws IOException {
    SharedBlocks blocks =
        new SharedBlocks(
            share -> {
              shared.add(share);
              if (shared.size() == 1) {
                throw new NexusGenException("sharing memory: Map failed");
              }
            });
    assertThatThrownBy(() -> blocks.take(100)).hasMessageContaining("Map failed");
    assertThat(Path.of(shared.getFirst().file())).doesNotExist();
    assertThat(blocks.take(100)).isEqualTo(new Source.Shared(0, 0, 100));
    assertThat(shared).extracting(Request.Share::block).containsExactly(0, 0);
  }
}
