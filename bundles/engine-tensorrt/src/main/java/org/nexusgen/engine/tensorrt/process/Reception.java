package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** Where a new worker calls back: a port of the local machine, for whoever knows a secret. */
final class Reception implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int LOOK_MILLIS = 200;
  private static final int SHOW_MILLIS = 5000;

  private final byte[] secret = new byte[SECRET_BYTES];
  private final ServerSocket server;

  Reception() throws IOException {
    new SecureRandom().nextBytes(secret);
    server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
    server.setSoTimeout(LOOK_MILLIS);
  }

  int port() {
    return server.getLocalPort();
  }

  String secret() {
    return HexFormat.of().formatHex(secret);
  }

  /**
   * Waits for the worker.
   *
   * @throws IOException if it ended, or the time is over
   */
  Socket await(Process process, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - deadline < 0) {
      try {
        Socket socket = server.accept();
        if (knowsSecret(socket)) {
          socket.setTcpNoDelay(true);
          return socket;
        }
        socket.close();
      } catch (SocketTimeoutException e) {
        if (!process.isAlive()) {
          throw new IOException("it ended with " + Ending.of(process.exitValue()), e);
        }
      }
    }
    throw new IOException("it did not call back within " + limit.toSeconds() + " s");
  }

  private boolean knowsSecret(Socket socket) throws IOException {
    socket.setSoTimeout(SHOW_MILLIS);
    try {
      return MessageDigest.isEqual(secret, socket.getInputStream().readNBytes(SECRET_BYTES));
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
