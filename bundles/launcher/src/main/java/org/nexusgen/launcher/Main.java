package org.nexusgen.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.CommandLine;

/**
 * The process {@code nexusgen}: starts the platform and hands the arguments to its command line.
 */
public final class Main {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  /** How long Ctrl-C waits for the running step to end and files to be put away. */
  private static final long CANCEL_SECONDS = 30;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Thread cancel = new Thread(() -> cancel(worker, done), "nexusgen-cancel");
    Runtime.getRuntime().addShutdownHook(cancel);
    int code;
    try {
      code = run(List.of(arguments), System.err);
    } finally {
      done.countDown();
    }
    System.out.flush();
    System.exit(code);
  }

  private static int run(List<String> arguments, PrintStream err) throws IOException {
    try (Storage storage = Storage.temporary();
        Platform platform = Platform.start(Installation.current(), storage.folder())) {
      boolean terminal = Boolean.getBoolean("nexusgen.terminal");
      return platform
          .service(CommandLine.class)
          .run(arguments, System.in, System.out, err, terminal);
    } catch (NexusGenException e) {
      err.println("nexusgen: " + e.getMessage());
      return e instanceof BadInputException ? BAD_INPUT : FAILED;
    }
  }

  private static void cancel(Thread worker, CountDownLatch done) {
    if (done.getCount() == 0) {
      return; // the process ends by itself
    }
    worker.interrupt();
    try {
      done.await(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
