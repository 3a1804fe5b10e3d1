package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Memory of the worker")
final class MemoryPoolTest {
  private static final long ROOM = 20_000;

  private final List<String> freed = new ArrayList<>();
  private long taken;
  private final MemoryPool<String> pool =
      new MemoryPool<>(
          size -> {
            if (taken + size > ROOM) {
              throw new IOException("no " + size + " bytes");
            }
            taken += size;
            return "piece of " + size;
          },
          piece -> {
            taken -= Long.parseLong(piece.replace("piece of ", ""));
            freed.add(piece);
          });

  @Test
  @DisplayName("comes in sizes that repeat, at most an eighth too large")
  void sizes() {
    assertThat(MemoryPool.roundUp(0)).isEqualTo(4096);
    assertThat(MemoryPool.roundUp(4097)).isEqualTo(8192);
    assertThat(MemoryPool.roundUp((1 << 20) + 1)).isEqualTo((1 << 20) + (1 << 17));
    assertThat(MemoryPool.roundUp(3L << 30)).isEqualTo(3L << 30);
  }

  @Test
  @DisplayName("is used again")
  void again() throws IOException {
    String first = pool.take(8192);
    pool.giveBack(8192, first);
    assertThat(pool.take(8192)).isSameAs(first);
    assertThat(taken).isEqualTo(8192);
  }

  @Test
  @DisplayName("is never more than twice what was in use at once, however sizes grow")
  void growing() throws IOException {
    String before = pool.take(1000);
    for (int size = 1001; size < 3000; size++) {
      String next = pool.take(size);
      pool.giveBack(size - 1, before);
      before = next;
      assertThat(taken).isLessThanOrEqualTo(4L * size);
    }
    pool.giveBack(2999, before);
    pool.clear();
    assertThat(taken).isZero();
  }

  @Test
  @DisplayName("that is spare is freed when something else is wanted and there is no room")
  void room() throws IOException {
    pool.giveBack(12_288, pool.take(12_288));
    assertThat(pool.take(16_384)).isEqualTo("piece of 16384");
    assertThat(freed).containsExactly("piece of 12288");
    assertThatThrownBy(() -> pool.take(4096)).hasMessage("no 4096 bytes");
  }
}
