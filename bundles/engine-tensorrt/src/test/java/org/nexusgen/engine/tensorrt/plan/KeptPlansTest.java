package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;

@DisplayName("Plans that are kept")
final class KeptPlansTest {
  private static final int BYTES = 1 << 20;

  @TempDir Path folder;

  private static Path get(PlanCache cache, String hash) {
    return cache.get(
        new PlanKey(hash, "graph", "x [2]"),
        (meanwhile, plan) -> Files.write(plan, new byte[BYTES]),
        new Cancellation());
  }

  private static Path found(PlanCache cache, Cancellation cancellation) {
    return cache.get(
        new PlanKey("a", "graph", "x [2]"),
        (meanwhile, plan) -> {
          throw new AssertionError("built, though it was there");
        },
        cancellation);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @DisplayName("may be deleted by hand, without their seals: what comes next is built")
  void withoutPlan() throws IOException {
    PlanCache cache = new PlanCache(folder, BYTES);
    Files.delete(get(cache, "a"));
    get(cache, "b");
    assertThat(files()).containsExactly("b.plan", "b.seal", "lock");
    Files.delete(folder.resolve("b.plan"));
    get(cache, "b");
    assertThat(files()).containsExactly("b.plan", "b.seal", "lock");
  }

  @Test
  @DisplayName("without a seal, as a process that was killed leaves them, go with the next build")
  void withoutSeal() throws IOException {
    Files.write(folder.resolve("lost.plan"), new byte[BYTES]);
    get(new PlanCache(folder, 10 * BYTES), "a");
    assertThat(files()).containsExactly("a.plan", "a.seal", "lock");
  }

  @Test
  @DisplayName("are in use when they are loaded: others go first")
  void use() throws IOException {
    PlanCache cache = new PlanCache(folder, 2 * BYTES);
    Path loaded = get(cache, "a");
    Path other = get(cache, "b");
    for (String hash : List.of("a", "b")) {
      Files.setLastModifiedTime(
          folder.resolve(hash + ".seal"), FileTime.fromMillis(hash.charAt(0)));
    }
    assertThat(PlanCache.use(loaded)).isTrue();
    get(cache, "c");
    assertThat(files()).containsExactly("a.plan", "a.seal", "c.plan", "c.seal", "lock");
    assertThat(PlanCache.use(other)).isFalse();
  }

  @Test
  @DisplayName("are found where nothing can be written, not even the time of their use")
  void readOnly() throws IOException {
    Path zip = folder.resolve("plans.zip");
    try (FileSystem writing = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      for (Path file : List.of(get(new PlanCache(folder, BYTES), "a"), folder.resolve("a.seal"))) {
        Files.copy(file, writing.getPath("/" + file.getFileName()));
      }
    }
    // Older releases of Java write into it all the same.
    try (FileSystem reading = FileSystems.newFileSystem(zip, Map.of("accessMode", "readOnly"))) {
      Path plans = reading.getPath("/");
      assertThat(found(new PlanCache(plans, BYTES), new Cancellation()))
          .isEqualTo(plans.resolve("a.plan"));
      assertThat(PlanCache.use(plans.resolve("a.plan"))).isTrue();
    }
  }

  @Test
  @DisplayName("may be read by whoever may read what their owner makes")
  void others() throws IOException {
    get(new PlanCache(folder, BYTES), "a");
    Path usual = Files.createFile(folder.resolve("usual"));
    assumeTrue(usual.getFileSystem().supportedFileAttributeViews().contains("posix"));
    for (String name : List.of("a.plan", "a.seal")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
          .isEqualTo(Files.getPosixFilePermissions(usual));
    }
  }

  @Test
  @DisplayName("that were built ahead and had to go are told once, with what to set")
  void ahead() {
    PlanCache cache = new PlanCache(folder, 2 * BYTES);
    cache.builtAhead(get(cache, "a"));
    cache.builtAhead(get(cache, "b"));
    cache.checkAhead();
    cache.builtAhead(get(cache, "c"));
    assertThatThrownBy(cache::checkAhead)
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("2 of 3 are there")
        .hasMessageContaining("got tensorrt.planMebibytes 2, these take 3 MiB so far")
        .hasMessageContaining("set it to more than 3");
    assertThatCode(cache::checkAhead).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("that were built ahead and deleted by hand are nobody's lack of room")
  void aheadByHand() throws IOException {
    PlanCache cache = new PlanCache(folder, 2 * BYTES);
    Path plan = get(cache, "a");
    cache.builtAhead(plan);
    Files.delete(plan);
    assertThatCode(cache::checkAhead).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("are not read to the end when whoever wants them is cancelled or interrupted")
  void interrupted() {
    get(new PlanCache(folder, BYTES), "a");
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> found(new PlanCache(folder, BYTES), cancellation))
        .isInstanceOf(CancelledException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> found(new PlanCache(folder, BYTES), new Cancellation()))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("are not written to the end after an interrupt, which is no full disk")
  void interruptedBuild() throws IOException {
    PlanCache.Builder builder =
        (meanwhile, plan) -> {
          Thread.currentThread().interrupt();
          Files.write(plan, new byte[BYTES]);
        };
    PlanKey key = new PlanKey("a", "graph", "x [2]");
    PlanCache cache = new PlanCache(folder, BYTES);
    assertThatThrownBy(() -> cache.get(key, builder, new Cancellation()))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).containsExactly("lock");
  }
}
