package org.nexusgen.engine.tensorrt.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whoever calls back")
final class ReceptionTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<Socket> strangers = new ArrayList<>();
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("sleep", "300").start();
  }

  @AfterEach
  void stop() throws IOException {
    process.destroyForcibly();
    for (Socket stranger : strangers) {
      stranger.close();
    }
  }

  private static Socket call(Reception reception, byte[] secret) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), reception.port());
    socket.getOutputStream().write(secret);
    return socket;
  }

  private Socket stranger(Reception reception, byte[] secret) throws IOException {
    Socket socket = call(reception, secret);
    strangers.add(socket);
    return socket;
  }

  private static Socket worker(Reception reception) throws IOException {
    return call(reception, HexFormat.of().parseHex(reception.secret()));
  }

  private static void assertIsSentAway(Socket stranger) {
    try {
      stranger.setSoTimeout(10_000);
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  @DisplayName("without the secret is sent away, and the worker is let in after him")
  void secret() throws IOException {
    try (Reception reception = new Reception()) {
      Socket stranger = stranger(reception, new byte[32]);
      try (Socket worker = worker(reception);
          Socket let = reception.await(process, LONG)) {
        assertThat(let.getPort()).isEqualTo(worker.getLocalPort());
        assertIsSentAway(stranger);
      }
    }
  }

  @Test
  @DisplayName("and breaks off is forgotten")
  void reset() throws IOException {
    try (Reception reception = new Reception()) {
      try (Socket stranger = call(reception, new byte[3])) {
        stranger.setSoLinger(true, 0); // closing it is a reset
      }
      try (Socket worker = worker(reception);
          Socket let = reception.await(process, LONG)) {
        assertThat(let.getPort()).isEqualTo(worker.getLocalPort());
      }
    }
  }

  @Test
  @DisplayName("and says nothing keeps nobody waiting, however many they are")
  void silent() throws IOException {
    try (Reception reception = new Reception()) {
      for (int i = 0; i < 20; i++) {
        stranger(reception, new byte[0]);
      }
      try (Socket worker = worker(reception);
          Socket let = reception.await(process, LONG)) {
        assertThat(let.getPort()).isEqualTo(worker.getLocalPort());
      }
      strangers.forEach(ReceptionTest::assertIsSentAway);
    }
  }

  @Test
  @DisplayName("and shows a secret byte by byte has as long as who shows none")
  void slow() throws IOException, InterruptedException {
    try (Reception reception = new Reception()) {
      Socket stranger = stranger(reception, new byte[0]);
      AtomicReference<IOException> end = new AtomicReference<>();
      Thread drip =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 31; i++) {
                        stranger.getOutputStream().write(0);
                        Thread.sleep(1000);
                      }
                    } catch (IOException e) {
                      end.set(e);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      AtomicReference<Throwable> outcome = new AtomicReference<>();
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> outcome.set(catchThrowable(() -> reception.await(process, LONG))));
      drip.join();
      assertThat(end.get()).isNotNull();
      assertThat(outcome.get()).as("who waits for the worker").isNull();
      process.destroyForcibly();
      waiter.join();
    }
  }

  @Test
  @DisplayName("first of a crowd has to go, as each of them costs a file")
  void crowd() throws IOException {
    try (Reception reception = new Reception()) {
      CompletableFuture<Socket> worker = CompletableFuture.supplyAsync(() -> afterCrowd(reception));
      try (Socket let = reception.await(process, LONG);
          Socket own = worker.join()) {
        assertThat(let.getPort()).isEqualTo(own.getLocalPort());
      }
    }
  }

  private Socket afterCrowd(Reception reception) {
    try {
      for (int i = 0; i < 400; i++) {
        stranger(reception, new byte[0]);
      }
      strangers.getFirst().setSoTimeout(4500); // less than strangers may take to show a secret
      assertThat(strangers.getFirst().getInputStream().read()).isEqualTo(-1);
      return worker(reception);
    } catch (IOException | AssertionError e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("is not waited for when the process has ended")
  void ended() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    try (Reception reception = new Reception()) {
      assertThatThrownBy(() -> reception.await(process, LONG))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("it ended with exit code 137");
    }
  }

  @Test
  @DisplayName("ended by a signal is said to be, by its name")
  void signals() {
    assertThat(Ending.of(134)).isEqualTo("exit code 134 (SIGABRT, native code gave up)");
    assertThat(Ending.of(3)).isEqualTo("exit code 3");
  }
}
