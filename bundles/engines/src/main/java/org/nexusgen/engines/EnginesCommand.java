package org.nexusgen.engines;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.SoundServices;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import org.nexusgen.api.engine.Engine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;

/**
 * {@code nexusgen engines}: lists engines; {@code install}: gets what one of them needs; {@code
 * warm}: builds plans ahead.
 */
@Component(service = Subcommand.class)
public final class EnginesCommand implements Subcommand {
  static final List<Recipe> RECIPES = List.of(TensorrtRecipe.recipe(), Tensorrt11Recipe.recipe());

  private final List<Engine> engines;
  private final List<Throwable> unmade;
  private final List<ArtifactResolver> resolvers;
  private final Supplier<List<NexusGenFactory>> factories;
  private final List<Recipe> recipes;

  /** With the services of a container; without a resolver nothing can be installed. */
  @Activate
  public EnginesCommand(
      @Reference List<Engine> engines,
      @Reference List<ArtifactResolver> resolvers,
      @Reference List<NexusGenFactory> factories) {
    this(engines, resolvers, () -> factories, RECIPES);
  }

  /** With the services that the service loader finds. */
  public EnginesCommand() {
    this(new ArrayList<>());
  }

  private EnginesCommand(List<Throwable> unmade) {
    this(
        SoundServices.of(ServiceLoader.load(Engine.class), unmade::add),
        unmade,
        all(ArtifactResolver.class),
        () -> all(NexusGenFactory.class),
        RECIPES);
  }

  EnginesCommand(
      List<Engine> engines,
      List<ArtifactResolver> resolvers,
      Supplier<List<NexusGenFactory>> factories,
      List<Recipe> recipes) {
    this(engines, List.of(), resolvers, factories, recipes);
  }

  private EnginesCommand(
      List<Engine> engines,
      List<Throwable> unmade,
      List<ArtifactResolver> resolvers,
      Supplier<List<NexusGenFactory>> factories,
      List<Recipe> recipes) {
    this.factories = factories;
    this.engines = List.copyOf(engines);
    this.unmade = List.copyOf(unmade);
    this.resolvers = List.copyOf(resolvers);
    this.recipes = recipes;
  }

  @Override
  public String name() {
    return "engines";
  }

  @Override
  public String summary() {
    return "Say which engines can run here and why others cannot; install what they need.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    return run(arguments, InputStream.nullInputStream(), out, err, false);
  }

  @Override
  public int run(
      List<String> arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    Consent consent = new Consent(in, errors, terminal);
    CommandLine command = new CommandLine(new ListCommand(engines, unmade, writer));
    command.addSubcommand(new InstallCommand(recipes, resolvers, consent, writer, errors));
    command.addSubcommand(new WarmCommand(factories, writer, errors));
    command.setOut(writer);
    command.setErr(errors);
    command.setParameterExceptionHandler(
        (failure, line) -> {
          CommandLine called = failure.getCommandLine();
          CommandLine.Model.CommandSpec spec = called.getCommandSpec();
          return UsageLine.print(
              String.valueOf(failure.getMessage()),
              spec.qualifiedName(),
              called.getUnmatchedArguments(),
              spec.optionsMap().keySet(),
              spec.subcommands().keySet(),
              err);
        });
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> FailureLine.print(failure, err));
    return command.execute(arguments.toArray(String[]::new));
  }

  /** None where one cannot be made: the Maven resolver's libraries lie inside of its bundle. */
  private static <T> List<T> all(Class<T> service) {
    return SoundServices.of(ServiceLoader.load(service), failure -> {});
  }
}
