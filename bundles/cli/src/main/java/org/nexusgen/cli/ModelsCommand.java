package org.nexusgen.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.api.weights.ModelFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into model folders. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List, describe, check and pack models, and plan their memory.",
    footer = {
      "",
      "Examples:",
      "  nexusgen models list",
      "  nexusgen models info path/to/Nexus-GenV2",
      "  nexusgen models verify path/to/Nexus-GenV2",
      "  nexusgen models plan path/to/Nexus-GenV2 --engine tensorrt",
      "  nexusgen models pack path/to/Nexus-GenV2 -o nexus-gen.jar",
      "  nexusgen bundles install nexus-gen.jar"
    })
final class ModelsCommand implements Runnable {
  private final Tools tools;
  private final Tools.Streams streams;

  ModelsCommand(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  static CommandLine parser(Tools tools, Tools.Streams streams) {
    CommandLine models = new CommandLine(new ModelsCommand(tools, streams));
    models.addSubcommand(new ListCommand(tools, streams));
    models.addSubcommand(new InfoCommand(tools, streams));
    models.addSubcommand(new VerifyCommand(tools, streams));
    models.addSubcommand(new PackCommand(tools, streams));
    models.addSubcommand(new PlanCommand(tools, streams));
    return models;
  }

  @Override
  public void run() {
    new ListCommand(tools, streams).run();
  }

  /** The models that are shipped and installed, or lie in a folder. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the models in a folder.")
  static final class ListCommand implements Runnable {
    @Parameters(
        arity = "0..1",
        paramLabel = "DIR",
        description = "Folder of model folders; the shipped and the installed models if left out.")
    private @Nullable Path folder;

    private final Tools tools;
    private final Tools.Streams streams;

    ListCommand(Tools tools, Tools.Streams streams) {
      this.tools = tools;
      this.streams = streams;
    }

    @Override
    public void run() {
      Path root = folder == null ? ModelOptions.shipped() : folder;
      if (Files.isDirectory(root)) {
        describeAll(root);
      } else if (folder != null) {
        throw new BadInputException("no folder " + root + " to look for models in");
      }
      if (folder == null) {
        tools.models().get().installed().forEach(this::describe);
      }
      streams.out().flush();
    }

    private void describeAll(Path root) {
      try (Stream<Path> children = Files.list(root)) {
        children.filter(Files::isDirectory).sorted().forEach(this::describe);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void describe(Path child) {
      try (ModelFolder model = tools.models().get().open(child)) {
        println(child.getFileName().toString(), model, "");
      } catch (BadInputException e) {
        // a folder without a model in it
      }
    }

    private void describe(InstalledModel one) {
      try (InstalledModel.Use use = one.use();
          ModelFolder model = tools.models().get().open(use.folder())) {
        println(one.name(), model, " (bundle " + one.version() + ")");
      } catch (NexusGenException e) {
        streams.out().println("%-20s %s".formatted(one.name(), e.getMessage()));
      }
    }

    private void println(String name, ModelFolder model, String where) {
      String can = String.join(", ", Abilities.of(model).commands());
      streams.out().println("%-20s %s%s".formatted(name, can, where));
    }
  }

  /** What a folder holds. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Say what a model folder holds and what it can do.")
  static final class InfoCommand extends OnModel {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    InfoCommand(Tools tools, Tools.Streams streams) {
      super(tools, streams);
    }

    @Override
    void look(ModelFolder model, Tools.Streams streams) {
      if (json) {
        ModelFacts.json(model).print(streams.out());
      } else {
        ModelFacts.lines(model).forEach(streams.out()::println);
      }
    }
  }

  /** Whether a folder's files are whole. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Open every file of a model and check that all of it can be read.")
  static final class VerifyCommand extends OnModel {
    VerifyCommand(Tools tools, Tools.Streams streams) {
      super(tools, streams);
    }

    @Override
    void look(ModelFolder model, Tools.Streams streams) {
      List<String> problems = new WeightCheck(streams).check(model);
      if (!problems.isEmpty()) {
        throw new NexusGenException(
            "%d problems in %s, the first: %s"
                .formatted(problems.size(), model.root(), problems.get(0)));
      }
    }
  }

  /** A command on one model folder. */
  abstract static class OnModel implements Runnable {
    @Parameters(
        arity = "0..1",
        paramLabel = "DIR",
        description = "Folder or name of a model; else NEXUSGEN_MODEL, else the shipped model.")
    private @Nullable Path folder;

    @Option(names = "--model", paramLabel = "DIR", hidden = true)
    private @Nullable Path model;

    private final Tools tools;
    private final Tools.Streams streams;

    OnModel(Tools tools, Tools.Streams streams) {
      this.tools = tools;
      this.streams = streams;
    }

    abstract void look(ModelFolder model, Tools.Streams streams);

    @Override
    public void run() {
      Path chosen = ModelOptions.folder(ModelOptions.one(folder, model), tools);
      try (ModelFolder opened = tools.models().get().open(chosen)) {
        look(opened, streams);
      }
      streams.out().flush();
    }
  }
}
