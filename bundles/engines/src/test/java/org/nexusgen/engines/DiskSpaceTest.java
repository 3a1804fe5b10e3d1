package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;

@DisplayName("A disk that is too full")
class DiskSpaceTest {
  private static final long FAR_TOO_MUCH = 1L << 60;

  @TempDir private Path temp;

  @Test
  @DisplayName("is refused with what helps for the place that is wanted on it")
  void remedy() {
    DiskSpace space = new DiskSpace();
    space.want(temp.resolve("repository"), FAR_TOO_MUCH, "move the repository");
    assertThatThrownBy(() -> space.require("tensorrt"))
        .isInstanceOf(NexusGenException.class)
        .hasMessageStartingWith("disk of " + temp.resolve("repository") + ": got ")
        .hasMessageEndingWith("of tensorrt: make room there, or move the repository");
  }
}
