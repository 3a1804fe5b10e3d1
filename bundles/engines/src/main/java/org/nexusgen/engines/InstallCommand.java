package org.nexusgen.engines;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.nexusgen.api.config.NearestWord;
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
      description =
          "Folder to make, or an empty one; else engines/ENGINE-VERSION in your folder of data.")
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
    LibraryFolder libraries = new LibraryFolder(folder(recipe), recipe);
    if (configure) {
      UserFolder.requireConfigurable();
    }
    libraries.sweep();
    if (libraries.isComplete()) {
      err.println("it is there already: " + libraries.folder());
      err.println(besides(recipe));
    } else {
      libraries.requireVacant();
      install(libraries);
    }
    tell(recipe.homes(), libraries.folder());
  }

  private Path folder(Recipe recipe) {
    if (to != null && to.toString().isEmpty()) {
      throw new BadInputException(
          "--to: got nothing, wants a folder: give one, or leave --to out for %s"
              .formatted(usual(recipe)));
    }
    return (to == null ? usual(recipe) : to).toAbsolutePath().normalize();
  }

  private static Path usual(Recipe recipe) {
    return UserFolder.path().resolve("engines").resolve(recipe.engine() + "-" + recipe.version());
  }

  private void install(LibraryFolder libraries) {
    if (resolvers.isEmpty()) {
      throw new NexusGenException(
          "nothing here fetches artifacts: install the bundle nexusgen-maven");
    }
    Recipe recipe = libraries.recipe();
    ArtifactResolver repository = resolvers.get(0);
    Plan plan = new Plan(libraries, repository);
    plan.requireSpace();
    plan.show(err);
    err.println(besides(recipe));
    consent.ask(recipe.licences(), accepted);
    Fetching fetching = new Fetching(repository, err, consent.terminal());
    List<Path> jars = recipe.sources().stream().map(fetching::fetch).toList();
    try (Meter meter = new Meter(err, consent.terminal())) {
      new Unpacking(libraries, meter).fill(jars);
    }
    err.println("all of it is in " + libraries.folder());
  }

  private static String besides(Recipe recipe) {
    return "the machine needs besides: " + recipe.besides();
  }

  /** What was written first: nobody should take settings from a command that failed. */
  private void tell(List<String> settings, Path folder) {
    if (configure) {
      settings.forEach(one -> err.println("written to " + UserFolder.set(one, folder.toString())));
    } else {
      err.println("give --configure to have this written into conf, or set it yourself");
    }
    settings.forEach(one -> out.println(one + " = " + folder));
  }

  private Recipe recipe() {
    List<String> names = recipes.stream().map(Recipe::engine).toList();
    return recipes.stream()
        .filter(one -> one.engine().equals(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    ("engine '%s': there is nothing to install for it; wants one of %s%s"
                            + " ('nexusgen engines' says what each engine lacks)")
                        .formatted(
                            engine,
                            names,
                            NearestWord.guess(engine, names)
                                .map(" (did you mean '%s'?)"::formatted)
                                .orElse(""))));
  }
}
