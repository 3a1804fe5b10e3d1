package org.nexusgen.launcher.config;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.config.NearestWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One method for each command. */
@Command(
    name = "nexusgen config",
    mixinStandardHelpOptions = true,
    description = "Show, explain and check the settings of the parts.",
    footer = {
      "",
      "Examples:",
      "  nexusgen config show pipeline",
      "  nexusgen config explain pipeline.sampler",
      "  nexusgen --set pipeline.sampler=heun config show",
      "",
      "What counts, the last first: the default; conf/PART.properties of the installation, then of",
      "the user's folder (NEXUSGEN_DATA, else ~/.local/share/nexusgen); the environment",
      "(NEXUSGEN_PART_KEY); system properties (nexusgen.PART.KEY); --set PART.KEY=VALUE before the",
      "command; options of the command, such as --sampler."
    })
final class ConfigCommands implements Runnable {
  private static final int BAD_INPUT = 2;
  private static final String JSON = "--json";
  private static final String ONE_OBJECT = "Print one JSON object.";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Supplier<EffectiveSettings> effective;
  private final Supplier<List<Fault>> faults;
  private final PrintWriter out;
  private final PrintWriter err;

  ConfigCommands(
      Supplier<EffectiveSettings> effective,
      Supplier<List<Fault>> faults,
      PrintWriter out,
      PrintWriter err) {
    this.effective = effective;
    this.faults = faults;
    this.out = out;
    this.err = err;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "config wants a command");
  }

  @Command(
      description = "List the values in effect, and where each comes from.",
      mixinStandardHelpOptions = true)
  void show(
      @Parameters(paramLabel = "PART|KEY", arity = "0..1", description = "Of these only.")
          @Nullable String name,
      @Option(names = JSON, description = ONE_OBJECT) boolean json) {
    List<Setting> settings = chosen(name);
    if (json) {
      out.println(SettingsJson.values(settings));
      return;
    }
    for (Setting one : settings) {
      String assignment = one.definition().name() + " = " + one.shown();
      out.println("%-48s %s".formatted(assignment, one.origin()));
    }
  }

  @Command(
      description = "Tell what a setting means, what it takes and what it is if nobody sets it.",
      mixinStandardHelpOptions = true)
  void explain(
      @Parameters(paramLabel = "PART|KEY") String name,
      @Option(names = JSON, description = ONE_OBJECT) boolean json) {
    List<Setting> settings = chosen(name);
    if (json) {
      out.println(SettingsJson.definitions(settings));
      return;
    }
    for (Setting one : settings) {
      SettingDefinition definition = one.definition();
      out.println(definition.name());
      out.println("  " + definition.meaning());
      out.println("  type:     " + definition.type() + "; " + definition.wanted());
      out.println("  default:  " + definition.fallback());
      out.println("  now:      " + one.shown() + " (" + one.origin() + ")");
      out.println("  variable: " + definition.name().variable());
    }
  }

  @Command(
      description =
          "Check all places that set settings, and what the values name; 0 if nothing is wrong,"
              + " else 2.",
      mixinStandardHelpOptions = true)
  int check(@Option(names = JSON, description = ONE_OBJECT) boolean json) {
    List<Fault> found = faults.get();
    if (json) {
      out.println(SettingsJson.faults(found));
    } else if (found.isEmpty()) {
      out.println("nothing is wrong");
    } else {
      found.forEach(fault -> err.println("nexusgen: " + fault));
    }
    return found.isEmpty() ? 0 : BAD_INPUT;
  }

  private List<Setting> chosen(@Nullable String name) {
    List<Setting> all = effective.get().settings();
    if (name == null) {
      return all;
    }
    List<Setting> chosen = all.stream().filter(one -> names(one).anyMatch(name::equals)).toList();
    if (chosen.isEmpty()) {
      Set<String> known =
          all.stream()
              .flatMap(ConfigCommands::names)
              .collect(Collectors.toCollection(TreeSet::new));
      throw new BadInputException(
          "there is no setting or part '" + name + "'" + NearestWord.hint(name, known));
    }
    return chosen;
  }

  private static Stream<String> names(Setting setting) {
    return Stream.of(setting.definition().name().part(), setting.definition().name().dotted());
  }
}
