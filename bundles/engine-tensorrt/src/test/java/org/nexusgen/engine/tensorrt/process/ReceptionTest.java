package org.nexusgen.engine.tensorrt.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whoever calls back")
final class ReceptionTest {
  private static Socket call(Reception reception, byte[] secret) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), reception.port());
    socket.getOutputStream().write(secret);
    return socket;
  }

  @Test
  @DisplayName("without the secret is sent away, and the worker is let in after him")
  void secret() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try (Reception reception = new Reception();
        Socket stranger = call(reception, new byte[32]);
        Socket worker = call(reception, HexFormat.of().parseHex(reception.secret()));
        Socket let = reception.await(process, Duration.ofSeconds(30))) {
      assertThat(let.getPort()).isEqualTo(worker.getLocalPort());
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @DisplayName("is not waited for when the process has ended")
  void ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", "exit 7").start();
    process.waitFor();
    try (Reception reception = new Reception()) {
      assertThatThrownBy(() -> reception.await(process, Duration.ofSeconds(60)))
          .isInstanceOf(IOException.class)
          .hasMessage("it ended with exit code 7");
    }
  }

  @Test
  @DisplayName("ended by a signal is said to be, by its name")
  void signals() {
    assertThat(Ending.of(134)).isEqualTo("exit code 134 (SIGABRT, native code gave up)");
    assertThat(Ending.of(3)).isEqualTo("exit code 3");
  }
}
