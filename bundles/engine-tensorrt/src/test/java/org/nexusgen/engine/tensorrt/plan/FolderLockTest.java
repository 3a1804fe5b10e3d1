package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;

@DisplayName("The lock of the folder")
final class FolderLockTest {
  private static final long LONG_ENOUGH_TO_WAIT = 300;

  @TempDir Path folder;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);
  private Path file;
  private CompletableFuture<Void> holder;

  @BeforeEach
  void hold() throws InterruptedException {
    file = folder.resolve("lock");
    holder =
        CompletableFuture.runAsync(
            () ->
                during(
                    file,
                    new Cancellation(),
                    () -> {
                      held.countDown();
                      awaitEnough();
                    }),
            Thread.ofPlatform()::start);
    assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @AfterEach
  void release() {
    enough.countDown();
    holder.join();
  }

  private void awaitEnough() {
    try {
      assertThat(enough.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void during(Path file, Cancellation cancellation, FolderLock.Task task) {
    try {
      FolderLock.during(file, cancellation, task);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<Void> waiter(Path file, Cancellation cancellation)
      throws InterruptedException {
    CompletableFuture<Void> waiter =
        CompletableFuture.runAsync(
            () -> during(file, cancellation, () -> {}), Thread.ofPlatform()::start);
    TimeUnit.MILLISECONDS.sleep(LONG_ENOUGH_TO_WAIT);
    assertThat(waiter).isNotDone();
    return waiter;
  }

  @Test
  @DisplayName("stays with its thread when another that waits for it is cancelled")
  void cancelledWaiter() throws IOException, InterruptedException {
    assertThat(LockTaker.tries(file)).isEqualTo(LockTaker.HELD_BY_OTHERS);
    Path link = Files.createSymbolicLink(folder.resolve("other"), folder);
    for (Path same : new Path[] {file, link.resolve("lock")}) {
      Cancellation cancellation = new Cancellation();
      CompletableFuture<Void> waiter = waiter(same, cancellation);
      cancellation.cancel();
      assertThatThrownBy(waiter::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(CancelledException.class);
      assertThat(LockTaker.tries(file)).isEqualTo(LockTaker.HELD_BY_OTHERS);
    }
  }

  @Test
  @DisplayName("is waited for, too, by the same class of another platform in this process")
  void otherPlatform() throws Exception {
    URL classes = FolderLock.class.getProtectionDomain().getCodeSource().getLocation();
    URL api = Cancellation.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes, api}, ClassLoader.getPlatformClassLoader())) {
      Class<?> waiting = loader.loadClass(Cancellation.class.getName());
      Object cancellation = waiting.getConstructor().newInstance();
      waiting.getMethod("cancel").invoke(cancellation);
      Method during =
          Stream.of(loader.loadClass(FolderLock.class.getName()).getDeclaredMethods())
              .filter(method -> method.getName().equals("during"))
              .findFirst()
              .orElseThrow();
      during.setAccessible(true);
      assertThatThrownBy(() -> during.invoke(null, file, cancellation, null))
          .hasRootCauseMessage("cancelled");
    }
    assertThat(LockTaker.tries(file)).isEqualTo(LockTaker.HELD_BY_OTHERS);
  }

  @Test
  @DisplayName("goes to who waits, and then to other processes")
  void handedOn() throws IOException, InterruptedException {
    CompletableFuture<Void> waiter = waiter(file, new Cancellation());
    enough.countDown();
    waiter.join();
    assertThat(LockTaker.tries(file)).isEqualTo(LockTaker.TAKEN);
  }

  @Test
  @DisplayName("is waited for until an interrupt, which stays")
  void interruptedWaiter() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> FolderLock.during(file, new Cancellation(), () -> {}))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
