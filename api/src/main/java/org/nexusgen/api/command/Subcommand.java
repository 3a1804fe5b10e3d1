package org.nexusgen.api.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command that a bundle adds to {@code nexusgen}. A service; the command line lists it in its
 * help and hands it everything after its name.
 */
@ConsumerType
public interface Subcommand {
  /** The word that calls it, such as {@code bench}. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /**
   * Runs it. An interrupt of the calling thread cancels it.
   *
   * @return exit code: 0 done, 1 failed, 2 bad usage or bad input
   */
  int run(List<String> arguments, PrintStream out, PrintStream err);

  /**
   * The same for a command that may ask its user something; others need not know of it.
   *
   * @param in what the user types
   * @param terminal whether somebody is there to answer
   */
  default int run(
      List<String> arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
    return run(arguments, out, err);
  }
}
