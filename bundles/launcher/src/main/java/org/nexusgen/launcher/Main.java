package org.nexusgen.launcher;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.command.FailureLine;

/**
 * The process {@code nexusgen}: starts the platform and hands the arguments to its command line.
 */
public final class Main {
  /** Ctrl-C waits half a minute at most for the running step to end and files to be put away. */
  private static final int CANCEL_TRIES = 150;

  private static final long CANCEL_TRY_MILLIS = 200;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    CountDownLatch done = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Thread cancel = new Thread(() -> cancel(worker, done), "nexusgen-cancel");
    Runtime.getRuntime().addShutdownHook(cancel);
    StandardOutput out = StandardOutput.ofProcess(System.out.charset());
    int code;
    try {
      code = run(List.of(arguments), out.stream(), System.err);
    } finally {
      done.countDown();
    }
    System.exit(out.end(code, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      Surroundings.readDebug();
      Installation installation = Installation.current();
      Surroundings.prepare(installation);
      return run(installation, arguments, out, err);
    } catch (RuntimeException | Error e) {
      return FailureLine.print(e, err);
    }
  }

  private static int run(
      Installation installation, List<String> arguments, PrintStream out, PrintStream err) {
    Invocation invocation = Invocation.of(arguments);
    invocation.publish();
    try (Storage storage = Storage.temporary();
        Platform platform =
            Platform.start(
                PlatformSettings.of(installation, storage.folder())
                    .keeping(Surroundings.data())
                    .assembled(invocation.assembly())
                    .overriding(invocation.settings()))) {
      platform.complaints().forEach(line -> err.println("nexusgen: note: " + oneLine(line)));
      invocation.check(platform.settings().effective().faults(), err);
      boolean terminal = Boolean.getBoolean("nexusgen.terminal");
      return platform
          .service(CommandLine.class)
          .run(invocation.command(), System.in, out, err, terminal);
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ");
  }

  private static void cancel(Thread worker, CountDownLatch done) {
    if (done.getCount() == 0) {
      return; // the process ends by itself
    }
    worker.interrupt();
    try {
      for (int i = 0; i < CANCEL_TRIES && !readsInput(worker); i++) {
        if (done.await(CANCEL_TRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it waits for a line that nobody will type; an interrupt does not end that. */
  private static boolean readsInput(Thread worker) {
    return Arrays.stream(worker.getStackTrace())
        .limit(2)
        .anyMatch(frame -> frame.getClassName().equals("java.io.FileInputStream"));
  }
}
