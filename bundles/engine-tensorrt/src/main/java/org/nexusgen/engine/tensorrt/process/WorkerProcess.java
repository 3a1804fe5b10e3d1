package org.nexusgen.engine.tensorrt.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.engine.tensorrt.protocol.Replies;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Requests;

/** One life of the worker. Asked by one thread at a time. */
final class WorkerProcess implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final long OWN_END_MILLIS = 3000;
  private static final int WAITING = 1024;

  /** Hears how far a build is. */
  @FunctionalInterface
  interface ProgressListener {
    void progress(Reply.Progress progress);
  }

  private final Process process;
  private final LastWords words;
  private final Socket socket;
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>(WAITING);
  private volatile boolean ended;
  private volatile String reason = "";

  private WorkerProcess(Process process, LastWords words, Socket socket) {
    this.process = process;
    this.words = words;
    this.socket = socket;
    Thread reader = new Thread(this::read, "tensorrt-worker-replies");
    reader.setDaemon(true);
    reader.start();
  }

  static WorkerProcess start(Launch launch, Limits limits) {
    Process process = null;
    LastWords words = null;
    try (Reception reception = new Reception()) {
      process = launch.start(reception.port());
      words = new LastWords(process.getInputStream());
      // The stream stays open: the worker ends when it does.
      process
          .getOutputStream()
          .write((reception.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
      Socket socket = reception.await(process, limits.start());
      socket.setSoTimeout(Math.toIntExact(limits.silence().toMillis()));
      return new WorkerProcess(process, words, socket);
    } catch (IOException e) {
      String said = words == null ? "" : words.join(); // first: ending it closes its output
      if (process != null) {
        process.destroyForcibly();
      }
      throw new NexusGenException(
          "the TensorRT worker does not start: %s%s"
              .formatted(e.getMessage(), said.isEmpty() ? "" : "; its last words: " + said),
          e);
    }
  }

  private void read() {
    try (BufferedInputStream in = new BufferedInputStream(socket.getInputStream())) {
      while (true) {
        Reply reply = Replies.read(in);
        if (!(reply instanceof Reply.Beat)) {
          replies.add(reply);
        }
      }
    } catch (SocketTimeoutException e) {
      kill("gave no sign of life and was ended");
    } catch (IOException | IllegalStateException e) {
      if (process.isAlive() && !(e instanceof java.io.EOFException)) {
        kill("said something that is no message (" + e.getMessage() + ") and was ended");
      }
    } finally {
      ended = true;
    }
  }

  boolean isUsable() {
    return !ended && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /**
   * Asks and waits for the answer.
   *
   * @param task for messages: what is asked for whom
   * @throws WorkerEndedException if there is no answer; the worker is then dead
   * @throws NexusGenException if the answer is that it could not be done
   */
  Reply ask(
      String task,
      Request request,
      Duration limit,
      ProgressListener listener,
      Cancellation cancellation) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      Requests.write(socket.getOutputStream(), request);
    } catch (IOException e) {
      throw gone(task);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          switch (replies.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            case null -> look(task, deadline, limit, cancellation);
            case Reply.Progress progress -> listener.progress(progress);
            case Reply.Failed failed ->
                throw new NexusGenException("%s: %s".formatted(task, failed.message()));
            case Reply reply -> {
              return reply;
            }
          }
        } catch (InterruptedException e) {
          interrupted = true;
          if (request instanceof Request.Build || request instanceof Request.Refit) {
            kill("was ended because the request was interrupted");
            close();
            throw new CancelledException();
          }
          // Other answers are near, and without one the worker would be lost.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void look(String task, long deadline, Duration limit, Cancellation cancellation) {
    if (ended && replies.isEmpty()) {
      throw gone(task);
    }
    if (System.nanoTime() - deadline > 0) {
      kill("did not answer within %d s and was ended".formatted(limit.toSeconds()));
      throw gone(task);
    }
    if (cancellation.isRequested()) {
      kill("was ended because the request was cancelled");
      close();
      cancellation.check();
    }
  }

  private void kill(String why) {
    reason = why;
    process.destroyForcibly();
  }

  private WorkerEndedException gone(String task) {
    awaitOwnEnd();
    String said = words.join(); // first: closing breaks off what is not read yet
    close();
    String how = reason.isEmpty() ? ending() : reason;
    return new WorkerEndedException(
        "%s: the TensorRT worker (process %d) %s%s; the next request starts another one"
            .formatted(task, pid(), how, said.isEmpty() ? "" : "; its last words: " + said));
  }

  /** A process that the driver holds ends when the driver lets it. */
  private String ending() {
    return process.isAlive()
        ? "said no more and does not end"
        : "ended with " + Ending.of(process.exitValue());
  }

  /** Its own exit code tells more than that of being ended. */
  private void awaitOwnEnd() {
    try {
      boolean gone = process.waitFor(OWN_END_MILLIS, TimeUnit.MILLISECONDS);
      ended = gone || ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once and leaves nothing. */
  @Override
  public void close() {
    try {
      socket.close();
      process.destroyForcibly();
      boolean gone = process.waitFor(10, TimeUnit.SECONDS);
      process.getOutputStream().close();
      ended = gone || ended;
    } catch (IOException e) {
      // A pipe to a dead process may break when it is closed; it is closed all the same.
      ended = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
