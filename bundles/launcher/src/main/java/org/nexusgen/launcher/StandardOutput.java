package org.nexusgen.launcher;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where results are printed. A {@link PrintStream} keeps to itself that a disk is full or a pipe
 * closed; this remembers it, so that a result that is lost is no success.
 */
final class StandardOutput {
  private static final int FAILED = 1;

  /** The system's words. Who pipes into {@code head} has seen enough, and needs no line. */
  private static final String READER_LEFT = "Broken pipe";

  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final PrintStream stream;

  StandardOutput(OutputStream out, Charset charset) {
    this.stream = new PrintStream(new Witness(out), true, charset);
  }

  /** The process's own, which writes text as {@code System.out} would. */
  static StandardOutput ofProcess(Charset charset) {
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    return new StandardOutput(out, charset);
  }

  PrintStream stream() {
    return stream;
  }

  /**
   * Writes what is left, and says so if something could not be written.
   *
   * @param code of the command; one that failed has said its line already
   * @return the code to exit with
   */
  int end(int code, PrintStream err) {
    boolean lost = stream.checkError(); // flushes
    if (code != 0 || !lost) {
      return code;
    }
    IOException why = failure.get();
    String reason = why == null ? "it is closed" : String.valueOf(why.getMessage());
    if (!reason.equals(READER_LEFT)) {
      err.println("nexusgen: standard output: cannot be written: " + reason);
    }
    return FAILED;
  }

  /** Keeps the first failure, which the stream in front of it swallows. */
  private final class Witness extends OutputStream {
    private final OutputStream out;

    Witness(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw kept(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw kept(e);
      }
    }

    private IOException kept(IOException e) {
      failure.compareAndSet(null, e);
      return e;
    }
  }
}
