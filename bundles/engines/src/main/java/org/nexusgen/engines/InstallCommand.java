package org.nexusgen.engines;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.artifact.ArtifactResolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prepares a folder with the libraries of an engine. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Prepare a folder with the native libraries that an engine needs, from the Maven"
          + " repositories of your settings. Shows the licences and asks first.",
      "Engines: tensorrt, tensorrt11. The others bring their libraries with them."
    },
    footer = {
      "",
      "Examples:",
      "  nexusgen engines install tensorrt --configure",
      "  nexusgen engines install tensorrt11 --to /opt/tensorrt11 --accept-licences"
    })
final class InstallCommand implements Runnable {
  private final List<Recipe> recipes;
  private final List<ArtifactResolver> resolvers;
  private final Consent consent;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(paramLabel = "ENGINE", description = "Whose libraries: tensorrt or tensorrt11.")
  private String engine = "";

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Folder to make; else engines/ENGINE-VERSION in your folder of data.")
  private @Nullable Path to;

  @Option(names = "--accept-licences", description = "You have read and accept them.")
  private boolean accepted;

  @Option(
      names = "--configure",
      description = "Write the settings that name the folder into conf of your folder of data.")
  private boolean configure;

  InstallCommand(
      List<Recipe> recipes,
      List<ArtifactResolver> resolvers,
      Consent consent,
      PrintWriter out,
      PrintWriter err) {
    this.recipes = recipes;
    this.resolvers = resolvers;
    this.consent = consent;
    this.out = out;
    this.err = err;
  }

  @Override
  public void run() {
    Recipe recipe = recipe();
    Path folder =
        (to == null
                ? UserFolder.path()
                    .resolve("engines")
                    .resolve(recipe.engine() + "-" + recipe.version())
                : to)
            .toAbsolutePath()
            .normalize();
    LibraryFolder libraries = new LibraryFolder(folder, recipe);
    if (!libraries.isComplete()) {
      libraries.requireVacant();
      consent.ask(recipe.licences(), accepted);
      libraries.requireSpace();
      libraries.fill(fetch(recipe));
      err.println("all of it is in " + folder);
    } else {
      err.println("it is there already: " + folder);
    }
    err.println("the machine needs besides: " + recipe.besides());
    for (String setting : recipe.homes()) {
      out.println(setting + " = " + folder);
      if (configure) {
        err.println("written to " + UserFolder.set(setting, folder.toString()));
      }
    }
    if (!configure) {
      err.println("give --configure to have this written into conf, or set it yourself");
    }
  }

  private Recipe recipe() {
    return recipes.stream()
        .filter(one -> one.engine().equals(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    ("engine '%s': there is nothing to install for it; wants one of %s"
                            + " ('nexusgen engines' says what each engine lacks)")
                        .formatted(engine, recipes.stream().map(Recipe::engine).toList())));
  }

  private List<Path> fetch(Recipe recipe) {
    if (resolvers.isEmpty()) {
      throw new NexusGenException(
          "nothing here fetches artifacts: install the bundle nexusgen-maven");
    }
    List<Path> jars = new ArrayList<>();
    for (Recipe.Source one : recipe.sources()) {
      err.println(
          "fetching %s (%d MB, unless your local repository has it)"
              .formatted(one.coordinates(), one.downloadBytes() / LibraryFolder.MEGABYTE));
      jars.add(resolvers.get(0).resolve(one.coordinates()));
    }
    return jars;
  }
}
