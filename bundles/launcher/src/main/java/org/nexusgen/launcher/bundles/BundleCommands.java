package org.nexusgen.launcher.bundles;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One method for each command. */
@Command(
    name = "nexusgen bundles",
    mixinStandardHelpOptions = true,
    description = "Install, start, stop, update and remove bundles. What is changed stays changed.",
    footer = {
      "",
      "Examples:",
      "  nexusgen bundles install my-sampler-1.0.0.jar",
      "  nexusgen bundles install com.example:my-sampler:1.0.0",
      "  nexusgen bundles list",
      "  nexusgen bundles update com.example.my-sampler my-sampler-1.1.0.jar",
      "",
      "NAME is a symbolic name, NAME:VERSION or an id of the list.",
      "Installed bundles are kept in NEXUSGEN_DATA (else ~/.local/share/nexusgen).",
      "Jars in the folder 'deploy' there or in the installation are started, too."
    })
final class BundleCommands implements Runnable {
  private static final String NAME = "NAME";
  private static final String SOURCE = "FILE|URL|GROUP:ARTIFACT:VERSION";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstalledBundles bundles;
  private final PrintWriter out;

  BundleCommands(InstalledBundles bundles, PrintWriter out) {
    this.bundles = bundles;
    this.out = out;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "bundles wants a command");
  }

  @Command(
      description = "List all bundles, with the reason of those that were set aside.",
      mixinStandardHelpOptions = true)
  void list(@Option(names = "--json", description = "Print one JSON object.") boolean json) {
    if (json) {
      out.println(BundleJson.of(bundles.list()));
      return;
    }
    for (InstalledBundle one : bundles.list()) {
      out.println(line(one));
    }
  }

  @Command(
      description = "Tell what a bundle offers, needs and lacks.",
      mixinStandardHelpOptions = true)
  void info(
      @Parameters(paramLabel = NAME) String name,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    BundleDetails details = bundles.info(name);
    if (json) {
      out.println(BundleJson.of(details));
      return;
    }
    out.println(line(details.bundle()));
    out.println("source: " + details.bundle().source());
    details.headers().forEach((header, value) -> out.println(header + ": " + value));
    section("offers", details.offers());
    section("packages", details.packages());
    section("needs", details.needs());
    section("lacks", details.lacks());
  }

  @Command(description = "Install a bundle and start it.", mixinStandardHelpOptions = true)
  void install(@Parameters(paramLabel = SOURCE) String source) {
    tell("installed", bundles.install(source));
  }

  @Command(
      description = "Tell what a bundle would miss here, without installing it.",
      mixinStandardHelpOptions = true)
  int resolve(@Parameters(paramLabel = SOURCE) String source) {
    List<String> missing = bundles.resolve(source);
    missing.forEach(one -> out.println("missing " + one));
    if (missing.isEmpty()) {
      out.println("nothing is missing");
    }
    return missing.isEmpty() ? 0 : 1;
  }

  @Command(description = "Start a bundle, from now on.", mixinStandardHelpOptions = true)
  void start(@Parameters(paramLabel = NAME) String name) {
    tell("started", bundles.start(name));
  }

  @Command(description = "Stop a bundle, from now on.", mixinStandardHelpOptions = true)
  void stop(@Parameters(paramLabel = NAME) String name) {
    tell("stopped", bundles.stop(name));
  }

  @Command(
      description = "Replace an installed bundle; the old one stays if the new one does not start.",
      mixinStandardHelpOptions = true)
  void update(
      @Parameters(paramLabel = NAME) String name,
      @Parameters(
              paramLabel = SOURCE,
              arity = "0..1",
              description = "The new bundle; the source of the old one if it is left out.")
          @Nullable String source) {
    tell("updated", source == null ? bundles.update(name) : bundles.update(name, source));
  }

  @Command(description = "Remove an installed bundle.", mixinStandardHelpOptions = true)
  void uninstall(@Parameters(paramLabel = NAME) String name) {
    bundles.uninstall(name);
    out.println("uninstalled " + name);
  }

  private void tell(String done, InstalledBundle bundle) {
    out.println(done + " " + bundle.name() + " " + bundle.version() + " (" + bundle.state() + ")");
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println(title + ":");
      lines.forEach(line -> out.println("  " + line));
    }
  }

  private static String line(InstalledBundle one) {
    String id = one.broken() ? "-" : Long.toString(one.id());
    return "%3s  %-9s %2d  %-36s %-16s %s%s"
        .formatted(
            id,
            one.state(),
            one.level(),
            one.name(),
            one.version(),
            one.origin(),
            one.reason().isEmpty() ? "" : ": " + one.reason())
        .stripTrailing();
  }
}
