package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a new worker calls back: a port of the local machine, for whoever knows a secret. Any user
 * of the machine can call: nobody waits for another, and what strangers do harms them alone.
 */
final class Reception implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int LOOK_MILLIS = 200;

  /** The worker shows its secret as soon as it is connected. */
  private static final long SHOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Of more, the first goes: they cost a file each. */
  private static final int CALLERS = 256;

  private final byte[] secret = new byte[SECRET_BYTES];
  private final ServerSocket server;
  private final AtomicReference<@Nullable Socket> worker = new AtomicReference<>();

  Reception() throws IOException {
    new SecureRandom().nextBytes(secret);
    server = new ServerSocket(0, CALLERS, InetAddress.getLoopbackAddress());
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
    Queue<Socket> callers = new ArrayDeque<>();
    Socket let = null;
    try {
      while (worker.get() == null && System.nanoTime() - deadline < 0) {
        if (!process.isAlive()) {
          throw new IOException("it ended with " + Ending.of(process.exitValue()));
        }
        accept(callers, deadline);
      }
      let = worker.get();
    } finally {
      callers.remove(let);
      callers.forEach(Reception::close);
    }
    if (let == null) {
      throw new IOException("it did not call back within " + limit.toSeconds() + " s");
    }
    return let;
  }

  private void accept(Queue<Socket> callers, long deadline) throws IOException {
    try {
      Socket caller = server.accept();
      callers.add(caller);
      Thread.ofVirtual().start(() -> receive(caller, deadline));
      if (callers.size() > CALLERS) {
        close(callers.remove());
      }
    } catch (SocketTimeoutException e) {
      // time for a look at the process
    } catch (IOException e) {
      if (worker.get() == null) {
        throw e;
      } // else the worker is in, and the door was closed behind it
    }
  }

  private void receive(Socket caller, long deadline) {
    try {
      if (knowsSecret(caller, deadline)) {
        caller.setTcpNoDelay(true);
        if (worker.compareAndSet(null, caller)) {
          server.close(); // wakes who waits
          return;
        }
      }
    } catch (IOException e) {
      // a stranger's connection broke
    }
    close(caller);
  }

  /** However slowly it comes. */
  private boolean knowsSecret(Socket caller, long deadline) throws IOException {
    long begin = System.nanoTime();
    long until = begin + Math.min(SHOW_NANOS, deadline - begin);
    byte[] shown = new byte[SECRET_BYTES];
    InputStream in = caller.getInputStream();
    for (int there = 0; there < SECRET_BYTES; ) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      caller.setSoTimeout((int) left);
      int count = in.read(shown, there, SECRET_BYTES - there);
      if (count < 0) {
        return false;
      }
      there += count;
    }
    return MessageDigest.isEqual(secret, shown);
  }

  private static void close(Socket caller) {
    try {
      caller.close();
    } catch (IOException e) {
      // it is of no use any more
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
