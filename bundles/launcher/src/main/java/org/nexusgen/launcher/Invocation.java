package org.nexusgen.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.config.Fault;

/**
 * The arguments of the process: settings for this run, then a command.
 *
 * @param assembly name of a layer of settings; empty for none
 * @param settings values by {@code part.key}
 * @param command and its arguments
 */
record Invocation(String assembly, Map<String, String> settings, List<String> command) {
  private static final String SET = "--set";
  private static final String ASSEMBLY = "--assembly";

  /** System property of the arguments before the command, each behind a zero. */
  private static final String PROPERTY = "nexusgen.invocation";

  /** Commands that work whatever the settings are, since they help to repair them. */
  private static final Set<String> ALWAYS =
      Set.of("config", "bundles", "help", "completion", "--help", "-h", "--version", "-V");

  /**
   * Takes the settings off the front.
   *
   * @throws BadInputException if one has not the form {@code PART.KEY=VALUE}, or an assembly has no
   *     name
   */
  static Invocation of(List<String> arguments) {
    Map<String, String> settings = new LinkedHashMap<>();
    String assembly = "";
    int next = 0;
    while (next < arguments.size() && isOurs(arguments.get(next))) {
      String option = is(SET, arguments.get(next)) ? SET : ASSEMBLY;
      boolean joined = !arguments.get(next).equals(option);
      String assignment =
          joined
              ? arguments.get(next).substring(option.length() + 1)
              : next + 1 < arguments.size() ? arguments.get(next + 1) : "";
      next += joined ? 1 : 2;
      if (option.equals(ASSEMBLY)) {
        assembly = named(assignment);
        continue;
      }
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new BadInputException(
            "--set: got '%s', wants PART.KEY=VALUE, such as pipeline.sampler=heun"
                .formatted(assignment));
      }
      settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return new Invocation(assembly, settings, arguments.subList(next, arguments.size()));
  }

  /** For commands that start others like themselves. */
  void publish() {
    List<String> front = new ArrayList<>();
    if (!assembly.isEmpty()) {
      front.addAll(List.of(ASSEMBLY, assembly));
    }
    settings.forEach((name, value) -> front.addAll(List.of(SET, name + "=" + value)));
    System.setProperty(
        PROPERTY, front.stream().map(one -> "\0" + one).collect(Collectors.joining()));
  }

  /**
   * Notes what concerns no installed part.
   *
   * @throws BadInputException if something else is wrong, unless the command helps to repair it
   */
  void check(List<Fault> faults, PrintStream err) {
    if (command.isEmpty() || ALWAYS.contains(command.get(0))) {
      return;
    }
    for (Fault fault : faults) {
      if (!fault.harmless()) {
        throw new BadInputException(fault + " ('nexusgen config check' shows all that is wrong)");
      }
      err.println("nexusgen: note: " + fault);
    }
  }

  private static String named(String assembly) {
    if (assembly.isEmpty() || assembly.startsWith("-")) {
      throw new BadInputException(
          "--assembly: got '%s', wants a name, such as tensorrt".formatted(assembly));
    }
    return assembly;
  }

  private static boolean isOurs(String argument) {
    return is(SET, argument) || is(ASSEMBLY, argument);
  }

  private static boolean is(String option, String argument) {
    return argument.equals(option) || argument.startsWith(option + "=");
  }
}
