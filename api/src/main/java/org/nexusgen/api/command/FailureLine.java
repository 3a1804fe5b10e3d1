package org.nexusgen.api.command;

import java.io.PrintStream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * How a command says that it failed: one line and an exit code, whatever it was. The trace of the
 * code is for those who ask for it by {@code NEXUSGEN_DEBUG=true}.
 */
public final class FailureLine {
  /** The system property that asks for traces. */
  public static final String DEBUG = "nexusgen.debug";

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private FailureLine() {}

  /**
   * Prints the line.
   *
   * @param err where it goes
   * @return exit code: 2 if the caller's input is at fault, else 1
   */
  public static int print(Throwable failure, PrintStream err) {
    boolean traces = Boolean.getBoolean(DEBUG);
    String remedy = traces ? "" : "; NEXUSGEN_DEBUG=true shows where";
    String text =
        failure instanceof NexusGenException
            ? String.valueOf(failure.getMessage())
            : "unexpected " + failure + root(failure) + remedy;
    err.println("nexusgen: " + text.replaceAll("\\s*\\R\\s*", "; "));
    if (traces) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure instanceof BadInputException ? BAD_INPUT : FAILED;
  }

  /** What is behind it, if it is not the failure itself. */
  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.equals(failure) ? "" : ", because of " + cause;
  }
}
