package org.nexusgen.api.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The {@code nexusgen} command as a service; the launcher hands over and exits with the result. */
@ProviderType
public interface CommandLine {
  /**
   * Runs one command. An interrupt of the calling thread cancels it within one step.
   *
   * @param terminal whether {@code err} is a terminal on which progress may be drawn
   * @return exit code: 0 done, 1 failed, 2 bad usage or bad input
   */
  int run(
      List<String> arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal);
}
