package org.nexusgen.engines;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nexusgen.api.BadInputException;

/**
 * Asks a person whether they accept licences.
 *
 * @param terminal whether somebody is there to answer
 */
record Consent(InputStream in, PrintWriter out, boolean terminal) {
  private static final String YES = "yes";

  /**
   * @param accepted whether they did so already
   * @throws BadInputException if they do not
   */
  void ask(List<Licence> licences, boolean accepted) {
    out.println("These files are their makers'; you get them from a Maven repository, under:");
    licences.forEach(one -> out.println("  %s - %s".formatted(one.name(), one.url())));
    if (accepted) {
      return;
    }
    String remedy = "read them, then answer 'yes', or give --accept-licences";
    if (!terminal) {
      throw new BadInputException("the licences are not accepted: " + remedy);
    }
    out.print("Do you accept them? [yes/no] ");
    out.flush();
    String answer = line();
    if (!answer.strip().equalsIgnoreCase(YES)) {
      throw new BadInputException(
          "the licences are not accepted (the answer was '%s'): %s"
              .formatted(answer.strip(), remedy));
    }
  }

  private String line() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
