package org.nexusgen.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.CancelledException;

/** With a server that sends the half of a file, and waits. */
@DisplayName("A fetch whose user interrupts")
@Timeout(60)
class InterruptedFetchTest {
  private static final String COORDINATES = "com.example:parts:1";
  private static final byte[] CONTENT = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);

  /** Of a caller that waits no longer than it must, or has done so. */
  private static final Set<Thread.State> TOLD =
      Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

  @TempDir Path temp;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch half = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  @DisplayName(
      "ends while nothing comes, as every cancelled job does, and leaves no half of a file")
  void stalled() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller = fetch(failure);
    caller.interrupt();
    assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
    while (large() > 0) {
      Thread.sleep(10);
    }
  }

  @Test
  @DisplayName("does so where more comes, too, and the next one fetches it anew")
  void more() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller = fetch(failure);
    caller.interrupt();
    while (!TOLD.contains(caller.getState())) {
      Thread.sleep(1); // until it was told
    }
    goOn.countDown();
    assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
    while (large() > 0) {
      Thread.sleep(10);
    }
    assertThat(resolver().resolve(COORDINATES)).hasBinaryContent(CONTENT);
  }

  private long large() {
    File[] left = temp.resolve("local/com/example/parts/1").toFile().listFiles();
    return left == null
        ? 0
        : Stream.of(left).filter(one -> one.length() > CONTENT.length / 4).count();
  }

  /** Has fetched the half when this returns. */
  private Thread fetch(CompletableFuture<Throwable> failure) throws InterruptedException {
    Thread caller =
        new Thread(
            () -> {
              Throwable thrown = catchThrowable(() -> resolver().resolve(COORDINATES));
              failure.complete(
                  Thread.currentThread().isInterrupted()
                      ? thrown
                      : new AssertionError("the thread forgot its interrupt", thrown));
            });
    caller.start();
    half.await();
    while (large() == 0) {
      Thread.sleep(10); // until it is written, too
    }
    return caller;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith(".jar")) {
        exchange.sendResponseHeaders(200, CONTENT.length);
        exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
        exchange.getResponseBody().flush();
        half.countDown();
        goOn.await();
        exchange.getResponseBody().write(CONTENT, CONTENT.length / 2, CONTENT.length / 2);
      } else if (path.endsWith(".jar.sha1")) {
        byte[] sum = sum().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, sum.length);
        exchange.getResponseBody().write(sum);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(CONTENT));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private MavenArtifactResolver resolver() {
    Properties system = new Properties();
    system.setProperty("user.home", temp.toString());
    Path settings = temp.resolve("settings.xml");
    try {
      OneMirror.write(
          settings,
          temp.resolve("local").toString(),
          "http://127.0.0.1:" + server.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MavenArtifactResolver(
        new SettingsFiles(settings, Optional.empty(), Map.of(), system));
  }
}
