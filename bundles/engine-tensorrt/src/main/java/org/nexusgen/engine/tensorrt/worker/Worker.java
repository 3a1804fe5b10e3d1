package org.nexusgen.engine.tensorrt.worker;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.nexusgen.engine.tensorrt.protocol.Replies;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Requests;

/**
 * The worker process. It reads a secret from standard input, calls the platform back on a port of
 * the local machine, shows the secret, and answers requests. It ends with the platform: standard
 * input then ends, however the platform died.
 */
public final class Worker {
  /** Milliseconds between two signs of life. */
  public static final long BEAT_MILLIS = 1000;

  private static final int ORPHANED = 3;
  private static final int REFUSED = 4;

  private final OutputStream out;

  private Worker(OutputStream out) {
    this.out = out;
  }

  /**
   * @param arguments port, name of the native layer
   */
  public static void main(String... arguments) {
    try {
      BufferedReader platform =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      String secret = platform.readLine();
      daemon("platform", () -> endWith(platform));
      serve(Integer.parseInt(arguments[0]), arguments[1], String.valueOf(secret));
    } catch (IOException | RuntimeException | LinkageError e) {
      say("worker: " + e);
      Runtime.getRuntime().halt(REFUSED);
    }
    Runtime.getRuntime().halt(0); // threads of native libraries must not keep it
  }

  /** To standard error, of which the platform keeps the last lines. */
  public static void say(String line) {
    System.err.println(line);
  }

  private static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  private static void endWith(BufferedReader platform) {
    try {
      while (platform.read() >= 0) {
        // nothing more is said here
      }
    } catch (IOException e) {
      // the end, too
    }
    Runtime.getRuntime().halt(ORPHANED);
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(int port, String layerName, String secret) throws IOException {
    NativeLayer layer = layer(layerName);
    // Closed by the end of the process: if it were before, the beat would take that for the
    // platform's end and halt, and why this ends would never be said.
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    OutputStream out = socket.getOutputStream();
    out.write(HexFormat.of().parseHex(secret));
    out.flush();
    Worker worker = new Worker(out);
    daemon("beat", worker::beat);
    worker.answer(new BufferedInputStream(socket.getInputStream()), layer);
  }

  private static NativeLayer layer(String name) throws IOException {
    StringBuilder others = new StringBuilder();
    for (Iterator<NativeLayer> layers = ServiceLoader.load(NativeLayer.class).iterator();
        layers.hasNext(); ) {
      try {
        NativeLayer layer = layers.next();
        if (layer.name().equals(name)) {
          return layer;
        }
        others.append(others.isEmpty() ? "" : ", ").append(layer.name());
      } catch (ServiceConfigurationError | LinkageError e) {
        others.append(others.isEmpty() ? "" : ", ").append(e); // its jars are not all there
      }
    }
    throw new IOException("tensorrt.layer: got '%s', there are: %s".formatted(name, others));
  }

  private void answer(BufferedInputStream in, NativeLayer layer) throws IOException {
    Service service =
        new Service(layer, (done, total, phase) -> tell(new Reply.Progress(done, total, phase)));
    Request request;
    do {
      request = Requests.read(in);
      tell(answer(service, request));
    } while (!(request instanceof Request.Stop));
  }

  private static Reply answer(Service service, Request request) {
    try {
      return service.answer(request);
    } catch (IOException | RuntimeException | LinkageError e) {
      say(trace(e)); // the platform shows the last lines where they help
      return new Reply.Failed(
          e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
    }
  }

  private void beat() {
    while (true) {
      tell(new Reply.Beat());
      try {
        Thread.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void tell(Reply reply) {
    try {
      Replies.write(out, reply);
    } catch (IOException e) {
      Runtime.getRuntime().halt(ORPHANED); // nobody listens
    }
  }
}
