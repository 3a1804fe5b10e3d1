package org.nexusgen.api.command;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nexusgen.api.config.NearestWord;

/**
 * How a command says that its arguments make no sense: one line, with a guess at what was meant.
 */
public final class UsageLine {
  private static final int BAD_USAGE = 2;

  /** What the launcher takes before it looks for a command. */
  private static final Set<String> IN_FRONT = Set.of("--set", "--assembly");

  /** Readers of arguments list the constants of the code; whoever types them writes them small. */
  private static final Pattern CONSTANTS = Pattern.compile("expected one of \\[[A-Z0-9_, ]+]");

  private UsageLine() {}

  /**
   * Prints the line.
   *
   * @param problem what is wrong, in the words of whatever reads the arguments
   * @param command with the words before it, such as {@code nexusgen engines}
   * @param unknown arguments that nothing could be made of, in their order
   * @param options that the command has, with their dashes
   * @param commands that belong below it
   * @param err where the line goes
   * @return exit code 2
   */
  public static int print(
      String problem,
      String command,
      List<String> unknown,
      Collection<String> options,
      Collection<String> commands,
      PrintStream err) {
    String hint = unknown.isEmpty() ? "" : hint(problem, word(unknown.get(0)), options, commands);
    String line = small(problem.strip().replaceAll("[.]$", "")) + hint;
    String end = line.endsWith("?") ? " " : "; ";
    String whole = "nexusgen: " + line + end + "'" + command + " --help' shows how it is used";
    err.println(whole.replaceAll("\\s*\\R\\s*", "; "));
    err.flush();
    return BAD_USAGE;
  }

  private static String hint(
      String problem, String word, Collection<String> options, Collection<String> commands) {
    if (IN_FRONT.contains(word)) {
      return "; " + word + " belongs before the command: nexusgen " + word + " …";
    }
    Optional<String> guess = NearestWord.guess(word, word.startsWith("-") ? options : commands);
    // A reader that misses something first says nothing of the word that it stumbled over.
    String named = problem.contains("'" + word) ? "" : "; '" + word + "' is not known";
    return named + guess.map(one -> "; did you mean '" + one + "'?").orElse("");
  }

  private static String small(String problem) {
    return CONSTANTS
        .matcher(problem)
        .replaceAll(found -> found.group().toLowerCase(Locale.ROOT))
        .replace(" (case-insensitive)", "");
  }

  /** An option may have its value behind it. */
  private static String word(String argument) {
    return argument.startsWith("-") ? argument.replaceFirst("=.*", "") : argument;
  }
}
