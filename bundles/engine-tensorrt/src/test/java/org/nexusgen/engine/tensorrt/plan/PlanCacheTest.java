package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;

@DisplayName("The cache of plans")
final class PlanCacheTest {
  private static final int BYTES = 1000;

  @TempDir Path folder;
  private final AtomicInteger builds = new AtomicInteger();

  private static PlanKey key(String hash) {
    return new PlanKey(hash, "graph", "x [2]");
  }

  private void build(Path meanwhile, Path plan) throws IOException {
    builds.incrementAndGet();
    Files.write(plan, new byte[BYTES]);
  }

  private Path get(PlanCache cache, String hash) {
    return cache.get(key(hash), this::build, new Cancellation());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @DisplayName("builds a plan once, for later processes too")
  void once() {
    get(new PlanCache(folder, BYTES), "a");
    get(new PlanCache(folder, BYTES), "a");
    assertThat(builds).hasValue(1);
  }

  @Test
  @DisplayName("builds a plan once when many want it at the same time")
  void together() {
    List<CompletableFuture<Path>> wanted =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> get(new PlanCache(folder, BYTES), "a")))
            .limit(6)
            .toList();
    assertThat(wanted.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(builds).hasValue(1);
  }

  @Test
  @DisplayName("builds a plan once when two processes want it at the same time")
  void twoProcesses() throws IOException, InterruptedException {
    List<Process> processes = List.of(wanter(), wanter());
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    List<String> built = Files.readAllLines(folder.resolve(PlanWanter.BUILDS));
    assertThat(built).hasSize(1);
    assertThat(folder.resolve("plans/a.plan")).hasContent("plan");
  }

  private Process wanter() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx64m", PlanWanter.class.getName(), folder.toString(), "2")
            .inheritIO();
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  @Test
  @DisplayName("builds again what was damaged: a changed byte, a lost end, a broken seal")
  void damaged() throws IOException {
    Path plan = get(new PlanCache(folder, BYTES), "a");
    byte[] changed = new byte[BYTES];
    changed[7] = 1;
    Files.write(plan, changed);
    get(new PlanCache(folder, BYTES), "a");
    Files.write(plan, new byte[BYTES - 1]);
    get(new PlanCache(folder, BYTES), "a");
    Files.write(folder.resolve("a.seal"), new byte[] {(byte) 0xff, 0});
    get(new PlanCache(folder, BYTES), "a");
    assertThat(builds).hasValue(4);
    assertThat(Files.readAllBytes(plan)).containsExactly(new byte[BYTES]);
  }

  @Test
  @DisplayName("lets go of what was used longest ago, never of what it just built")
  void shrinks() throws IOException {
    PlanCache cache = new PlanCache(folder, 2 * BYTES);
    for (String hash : List.of("a", "b")) {
      get(cache, hash);
      Files.setLastModifiedTime(
          folder.resolve(hash + ".seal"), FileTime.fromMillis(hash.charAt(0)));
    }
    get(cache, "a");
    get(cache, "c");
    assertThat(files()).containsExactly("a.plan", "a.seal", "c.plan", "c.seal", "lock");
    get(new PlanCache(folder, 1), "d");
    assertThat(files()).containsExactly("d.plan", "d.seal", "lock");
  }

  @Test
  @DisplayName("keeps nothing of a build that failed, nor of one whose process was killed")
  void failed() throws IOException {
    PlanCache cache = new PlanCache(folder, BYTES);
    assertThatThrownBy(
            () ->
                cache.get(
                    key("a"),
                    (meanwhile, plan) -> {
                      throw new IOException("disk full");
                    },
                    new Cancellation()))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("plan of graph 'graph' (x [2])")
        .hasMessageContaining("disk full");
    assertThat(files()).containsExactly("lock");
    Files.createDirectories(folder.resolve("building7"));
    Files.writeString(folder.resolve("building7/weights.bin"), "half");
    Files.writeString(folder.resolve("unfinished8.tmp"), "half");
    get(cache, "a");
    assertThat(files()).containsExactly("a.plan", "a.seal", "lock");
  }
}
